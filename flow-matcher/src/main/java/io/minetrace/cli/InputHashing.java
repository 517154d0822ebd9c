// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

/** Whether whole inputs are hashed for the manifest. */
enum InputHashing {
  ON,
  OFF
}
