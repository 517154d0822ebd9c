// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/** What a server may do to those who visit it. */
enum Hostility {
  ENDLESS_LINE {
    @Override
    void serve(Socket connection) throws IOException {
      awaitWords(connection);
      forever(connection.getOutputStream(), "x".repeat(65_536));
    }
  },
  HUNDRED_MEGABYTES_OF_LINES {
    @Override
    void serve(Socket connection) throws IOException {
      awaitWords(connection);
      String lines = ("{\"a\":\"" + "x".repeat(1015) + "\"}\n").repeat(64);
      for (int i = 0; i < 1600; i++) {
        say(connection.getOutputStream(), lines);
      }
    }
  },
  A_FLOOD_BEFORE_A_WORD {
    @Override
    void serve(Socket connection) throws IOException {
      forever(connection.getOutputStream(), "\0".repeat(65_536));
    }
  },
  A_BYTE_NOW_AND_THEN {
    @Override
    void serve(Socket connection) throws IOException, InterruptedException {
      awaitWords(connection);
      drip(connection.getOutputStream(), "{\"id\":1,\"result\":[[[\"mining.notify\",\"ab12\"]]");
    }
  },
  A_HEADER_NOW_AND_THEN {
    @Override
    void serve(Socket connection) throws IOException, InterruptedException {
      awaitWords(connection);
      say(connection.getOutputStream(), "HTTP/1.1 200 OK\r\n");
      drip(connection.getOutputStream(), "X-Wait: 1\r\n".repeat(1000));
    }
  },
  JSON_TEN_THOUSAND_DEEP {
    @Override
    void serve(Socket connection) throws IOException {
      awaitWords(connection);
      say(
          connection.getOutputStream(),
          "{\"result\":".repeat(1000) + "[".repeat(1000) + "\n" + "[".repeat(10_000) + "\n");
    }
  },
  JSON_TEN_THOUSAND_DEEP_OVER_HTTP {
    @Override
    void serve(Socket connection) throws IOException {
      awaitWords(connection);
      String body = "[".repeat(10_000) + "]".repeat(10_000);
      say(
          connection.getOutputStream(),
          "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }
  },
  INVALID_UTF8 {
    @Override
    void serve(Socket connection) throws IOException {
      awaitWords(connection);
      say(
          connection.getOutputStream(),
          "{\"id\":1,\"result\":\"\u00c3(\u00a0\u00a1\u00ff\u00fe\"}\n\u00f0(\u008c\u00bc\n");
    }
  },
  SCALARS_WHERE_OBJECTS_BELONG {
    @Override
    void serve(Socket connection) throws IOException {
      awaitWords(connection);
      say(
          connection.getOutputStream(),
          """
          42
          "mining"
          null
          true
          -1e999
          []
          {"error":true}
          {"error":[[[]]],"result":7}
          {"id":{},"method":5,"params":3}
          {"method":"mining.notify","params":42}
          {"method":"mining.set_difficulty","params":{"a":[]}}
          """);
    }
  },
  HALF_CLOSED {
    @Override
    void serve(Socket connection) throws IOException {
      awaitWords(connection);
      connection.shutdownOutput();
    }
  },
  RESET {
    @Override
    void serve(Socket connection) throws IOException {
      awaitWords(connection);
      connection.setSoLinger(true, 0);
      connection.close();
    }
  },
  NEVER_READS {
    @Override
    void serve(Socket connection) throws IOException, InterruptedException {
      connection.setReceiveBufferSize(1024);
      drip(connection.getOutputStream(), "\n".repeat(1000));
    }
  },
  TLS_THAT_NEVER_FINISHES {
    @Override
    void serve(Socket connection) throws IOException, InterruptedException {
      awaitWords(connection);
      // A record of 16 KiB is announced, and comes byte by byte.
      say(connection.getOutputStream(), "\u0016\u0003\u0003@\u0000\u0002");
      drip(connection.getOutputStream(), "\0".repeat(1000));
    }
  },
  CLOSED_IN_THE_HANDSHAKE {
    @Override
    void serve(Socket connection) throws IOException {
      awaitWords(connection);
      say(connection.getOutputStream(), "\u0016\u0003\u0003");
      connection.close();
    }
  },
  A_GIANT_CHAIN_OF_CERTIFICATES {
    @Override
    void serve(Socket connection) throws IOException {
      awaitWords(connection);
      OutputStream out = connection.getOutputStream();
      out.write(serverHello());
      // A Certificate message of nearly 16 MiB, in records as long as may be.
      byte[] record = new byte[5 + 16_384];
      System.arraycopy(new byte[] {0x16, 3, 3, 0x40, 0}, 0, record, 0, 5);
      record[5] = 0x0b;
      Arrays.fill(record, 6, 12, (byte) 0xff);
      out.write(record);
      Arrays.fill(record, 5, record.length, (byte) 0x30);
      while (true) {
        out.write(record);
      }
    }
  },
  ENDLESS_ALERTS {
    @Override
    void serve(Socket connection) throws IOException {
      awaitWords(connection);
      // Of the level of warnings, which end nothing.
      forever(connection.getOutputStream(), "\u0015\u0003\u0003\u0000\u0002\u0001Z".repeat(500));
    }
  },
  A_REDIRECTION_HOME {
    @Override
    void serve(Socket connection) throws IOException {
      awaitWords(connection);
      say(
          connection.getOutputStream(),
          "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:"
              + connection.getLocalPort()
              + "/again\r\nX-Stratum: stratum+tcp://127.0.0.1:22\r\nContent-Length: 0\r\n\r\n");
    }
  },
  A_BOMB_OF_GZIP {
    @Override
    void serve(Socket connection) throws IOException {
      awaitWords(connection);
      byte[] bomb = bomb();
      say(
          connection.getOutputStream(),
          "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Type: application/json\r\n"
              + "Content-Length: "
              + bomb.length
              + "\r\n\r\n");
      connection.getOutputStream().write(bomb);
    }
  },
  CHUNKS_WITHOUT_END {
    @Override
    void serve(Socket connection) throws IOException {
      awaitWords(connection);
      say(connection.getOutputStream(), "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      forever(connection.getOutputStream(), "1\r\nx\r\n".repeat(5000));
    }
  },
  HEADERS_WITHOUT_END {
    @Override
    void serve(Socket connection) throws IOException {
      awaitWords(connection);
      say(connection.getOutputStream(), "HTTP/1.1 200 OK\r\n");
      forever(connection.getOutputStream(), "X-More: 1\r\n".repeat(5000));
    }
  },
  A_LENGTH_THAT_LIES {
    @Override
    void serve(Socket connection) throws IOException {
      awaitWords(connection);
      say(
          connection.getOutputStream(),
          "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n{\"result\":");
    }
  },
  RANDOM_BYTES_AS_LONG_AS_A_HANDSHAKE {
    @Override
    void serve(Socket connection) throws IOException {
      awaitWords(connection);
      byte[] bytes = new byte[234];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (i * 167 + 11);
      }
      connection.getOutputStream().write(bytes);
    }
  };

  private static final CountDownLatch NEVER = new CountDownLatch(1);

  /** Ends when the visitor hangs up, or leaves that to be waited for. */
  abstract void serve(Socket connection) throws IOException, InterruptedException;

  private static void awaitWords(Socket connection) throws IOException {
    InputStream in = connection.getInputStream();
    if (in.read(new byte[4096]) < 0) {
      throw new IOException("the visitor left without a word");
    }
  }

  private static void say(OutputStream out, String words) throws IOException {
    out.write(words.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static void forever(OutputStream out, String words) throws IOException {
    byte[] bytes = words.getBytes(StandardCharsets.ISO_8859_1);
    while (true) {
      out.write(bytes);
    }
  }

  /** The server's pace is its hostility. */
  private static void drip(OutputStream out, String words)
      throws IOException, InterruptedException {
    for (byte b : words.getBytes(StandardCharsets.ISO_8859_1)) {
      out.write(b);
      if (NEVER.await(100, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  /** A hundred megabytes of zeros. */
  private static byte[] bomb() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 100; i++) {
        gzip.write(zeros);
      }
    }
    return bytes.toByteArray();
  }

  /** TLS 1.2, ECDHE with RSA and AES-GCM, no extensions. */
  private static byte[] serverHello() {
    byte[] hello = new byte[5 + 4 + 2 + 32 + 1 + 2 + 1];
    System.arraycopy(new byte[] {0x16, 3, 3, 0, 42, 2, 0, 0, 38, 3, 3}, 0, hello, 0, 11);
    Arrays.fill(hello, 11, 43, (byte) 7);
    hello[44] = (byte) 0xc0;
    hello[45] = 0x2f;
    return hello;
  }
}
