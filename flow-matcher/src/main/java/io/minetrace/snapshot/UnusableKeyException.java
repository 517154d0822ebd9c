// SPDX-License-Identifier: Apache-2.0
package io.minetrace.snapshot;

import java.io.IOException;

/** A file holds no key that can be used here. */
public final class UnusableKeyException extends IOException {

  UnusableKeyException(String file, String problem) {
    super(file + ": " + problem);
  }

  UnusableKeyException(String file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }
}
