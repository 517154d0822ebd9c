// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe;

/** What became of the conversation on an established connection. */
public enum DialogueOutcome {
  /** There was no connection to talk on. */
  NONE,
  /** The server spoke before we did. */
  SERVER_FIRST,
  /** It stayed open and said nothing. */
  SILENT,
  /** It closed in order without a word. */
  CLOSED_EMPTY,
  /** It reset the connection. */
  RESET,
  /** The TLS handshake failed. */
  TLS_FAILED,
  /** It answered plain words as a server does that wants TLS: by an alert, or by saying so. */
  TLS_EXPECTED,
  /** It answered in HTTP, and not as a mining service does. */
  HTTP_OTHER,
  /** It greeted as another protocol: SSH, SMTP, FTP, a database. */
  BANNER_OTHER,
  /** JSON of some other kind. */
  JSON_OTHER,
  /** Bytes that are no protocol we know. */
  MALFORMED,
  /** More than we are willing to read. */
  OVERSIZE,
  /** Too slow to wait for. */
  SLOW,
  /** It said that we are banned: proves the family, says nothing of availability. */
  BAN_TEXT,
  /** It is a mining service. */
  MINING
}
