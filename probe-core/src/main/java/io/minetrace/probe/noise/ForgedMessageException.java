// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.noise;

/** A message that does not carry the tag of the key that was agreed: no peer of ours sealed it. */
public final class ForgedMessageException extends Exception {

  private static final long serialVersionUID = 1L;

  ForgedMessageException(String what) {
    super(what + ": the tag does not fit");
  }
}
