// SPDX-License-Identifier: Apache-2.0
package io.minetrace.discovery;

import java.util.random.RandomGenerator;

/**
 * Kinds of long or frequent TCP traffic, as models: sizes and intervals from the protocols' own
 * defaults (keepalive of MQTT clients 60 s, of ssh 60 s, IMAP IDLE renewed after 29 min, ping of
 * OpenVPN 10 s, people who type for 20 to 90 min and then do not). Models, not recordings: what
 * they show is which shapes the rule tells apart.
 */
enum Habit {
  STRATUM_ASIC(true, 3333) {
    @Override
    void act(Traffic traffic, String host, String service, long until) {
      var connection = traffic.connect(host, service, 0).up(100, 70).down(150, 900);
      repeat(traffic.random(), until, 25_000, 35_000, t -> connection.down(t, 1100));
      repeat(traffic.random(), until, 2_000, 15_000, t -> connection.up(t, 110).down(t + 30, 40));
      connection.close();
    }
  },
  STRATUM_FEW_SHARES(true, 3337) {
    @Override
    void act(Traffic traffic, String host, String service, long until) {
      var connection = traffic.connect(host, service, 0).up(100, 70).down(150, 900);
      repeat(traffic.random(), until, 25_000, 60_000, t -> connection.down(t, 700));
      repeat(traffic.random(), until, 60_000, 240_000, t -> connection.up(t, 110).down(t + 30, 40));
      connection.close();
    }
  },
  STRATUM_TLS_443(true, 443) {
    @Override
    void act(Traffic traffic, String host, String service, long until) {
      var connection = traffic.connect(host, service, 0).up(100, 517).down(150, 4000);
      repeat(traffic.random(), until, 25_000, 35_000, t -> connection.down(t, 1130));
      repeat(traffic.random(), until, 2_000, 15_000, t -> connection.up(t, 140).down(t + 30, 70));
      connection.close();
    }
  },
  MONERO(true, 14444) {
    @Override
    void act(Traffic traffic, String host, String service, long until) {
      var connection = traffic.connect(host, service, 0).up(100, 330).down(150, 700);
      repeat(traffic.random(), until, 20_000, 120_000, t -> connection.down(t, 420));
      repeat(traffic.random(), until, 5_000, 40_000, t -> connection.up(t, 260).down(t + 30, 65));
      connection.close();
    }
  },
  ETHASH(true, 4444) {
    @Override
    void act(Traffic traffic, String host, String service, long until) {
      var connection = traffic.connect(host, service, 0).up(100, 150).down(150, 60);
      repeat(traffic.random(), until, 3_000, 20_000, t -> connection.down(t, 260));
      repeat(traffic.random(), until, 10_000, 120_000, t -> connection.up(t, 250).down(t + 30, 40));
      connection.close();
    }
  },
  BROWSING(false, 443) {
    @Override
    void act(Traffic traffic, String host, String service, long until) {
      repeat(
          traffic.random(),
          until,
          5_000,
          90_000,
          t ->
              traffic
                  .connect(host, service, t)
                  .up(t + 40, 517)
                  .down(t + 80, 4000)
                  .up(t + 120, 900)
                  .down(t + 200, 20_000 + traffic.random().nextInt(400_000))
                  .close());
    }
  },
  POLLING(false, 443) {
    @Override
    void act(Traffic traffic, String host, String service, long until) {
      repeat(
          traffic.random(),
          until,
          9_500,
          10_500,
          t ->
              traffic
                  .connect(host, service, t)
                  .up(t + 40, 517)
                  .down(t + 80, 3000)
                  .up(t + 120, 600)
                  .down(t + 200, 700)
                  .close());
    }
  },
  SSH_TYPING(false, 22) {
    @Override
    void act(Traffic traffic, String host, String service, long until) {
      var connection = traffic.connect(host, service, 0).up(100, 1500).down(150, 1500);
      long time = 1000;
      while (time < until) {
        long breakAt = time + traffic.random().nextLong(20 * 60_000L, 90 * 60_000L);
        while (time < Math.min(until, breakAt)) {
          for (int key = 0; key < 5 + traffic.random().nextInt(40); key++, time += 180) {
            connection.up(time, 36).down(time + 25, 36);
          }
          connection.down(time, 200 + traffic.random().nextInt(4000));
          time += 1_000 + (long) (traffic.random().nextExponential() * 60_000);
        }
        time = breakAt + traffic.random().nextLong(10 * 60_000L, 60 * 60_000L);
      }
      connection.close();
    }
  },
  SSH_IDLE(false, 2222) {
    @Override
    void act(Traffic traffic, String host, String service, long until) {
      var connection = traffic.connect(host, service, 0).up(100, 1500).down(150, 1500);
      repeat(traffic.random(), until, 60_000, 60_001, t -> connection.up(t, 60).down(t + 25, 36));
      connection.close();
    }
  },
  IMAP_IDLE(false, 993) {
    @Override
    void act(Traffic traffic, String host, String service, long until) {
      var connection = traffic.connect(host, service, 0).up(100, 900).down(150, 6000);
      repeat(traffic.random(), until, 120_000, 120_001, t -> connection.down(t, 45));
      repeat(
          traffic.random(),
          until,
          1_740_000,
          1_740_001,
          t -> connection.up(t, 60).down(t + 30, 80));
      connection.close();
    }
  },
  PUSH(false, 5228) {
    @Override
    void act(Traffic traffic, String host, String service, long until) {
      var connection = traffic.connect(host, service, 0).up(100, 900).down(150, 6000);
      repeat(
          traffic.random(), until, 900_000, 1_700_000, t -> connection.up(t, 30).down(t + 30, 30));
      connection.close();
    }
  },
  MQTT_IDLE(false, 8883) {
    @Override
    void act(Traffic traffic, String host, String service, long until) {
      var connection = traffic.connect(host, service, 0).up(100, 700).down(150, 3000);
      repeat(traffic.random(), until, 60_000, 60_001, t -> connection.up(t, 31).down(t + 30, 31));
      connection.close();
    }
  },
  MQTT_TELEMETRY(false, 1884) {
    @Override
    void act(Traffic traffic, String host, String service, long until) {
      var connection = traffic.connect(host, service, 0).up(100, 80).down(150, 4);
      repeat(traffic.random(), until, 5_000, 15_000, t -> connection.up(t, 160).down(t + 30, 4));
      connection.close();
    }
  },
  SYSLOG(false, 6514) {
    @Override
    void act(Traffic traffic, String host, String service, long until) {
      var connection = traffic.connect(host, service, 0).up(100, 517).down(150, 3000);
      repeat(traffic.random(), until, 500, 20_000, t -> connection.up(t, 250));
      connection.close();
    }
  },
  BGP(false, 179) {
    @Override
    void act(Traffic traffic, String host, String service, long until) {
      var connection = traffic.connect(host, service, 0).up(100, 60).down(150, 60);
      repeat(traffic.random(), until, 55_000, 60_000, t -> connection.up(t, 19));
      repeat(traffic.random(), until, 55_000, 60_000, t -> connection.down(t, 19));
      connection.close();
    }
  },
  VPN_IDLE(false, 1195) {
    @Override
    void act(Traffic traffic, String host, String service, long until) {
      var connection = traffic.connect(host, service, 0).up(100, 500).down(150, 3000);
      repeat(traffic.random(), until, 10_000, 10_001, t -> connection.up(t, 42));
      repeat(traffic.random(), until, 10_000, 10_001, t -> connection.down(t, 42));
      connection.close();
    }
  },
  REMOTE_DESKTOP(false, 3390) {
    @Override
    void act(Traffic traffic, String host, String service, long until) {
      var connection = traffic.connect(host, service, 0).up(100, 1000).down(150, 4000);
      repeat(
          traffic.random(),
          until,
          20,
          400,
          t -> connection.up(t, 60).down(t + 30, 100 + traffic.random().nextInt(3000)));
      connection.close();
    }
  },
  STREAM(false, 8000) {
    @Override
    void act(Traffic traffic, String host, String service, long until) {
      var connection = traffic.connect(host, service, 0).up(100, 300);
      repeat(traffic.random(), until, 1_000, 1_001, t -> connection.down(t, 16_000));
      connection.close();
    }
  },
  WEB_CHAT(false, 443) {
    @Override
    void act(Traffic traffic, String host, String service, long until) {
      var connection = traffic.connect(host, service, 0).up(100, 517).down(150, 5000);
      repeat(traffic.random(), until, 10_000, 10_001, t -> connection.up(t, 60).down(t + 30, 70));
      repeat(traffic.random(), until, 1_000, 90_000, t -> connection.down(t, 600));
      connection.close();
    }
  },
  TICKER(false, 9443) {
    @Override
    void act(Traffic traffic, String host, String service, long until) {
      var connection = traffic.connect(host, service, 0).up(100, 517).down(150, 5000);
      repeat(traffic.random(), until, 1_000, 3_000, t -> connection.down(t, 180));
      repeat(traffic.random(), until, 30_000, 30_001, t -> connection.up(t, 40));
      connection.close();
    }
  },
  JSON_SENSOR(false, 3333) {
    @Override
    void act(Traffic traffic, String host, String service, long until) {
      var connection = traffic.connect(host, service, 0);
      repeat(traffic.random(), until, 4_000, 8_000, t -> connection.up(t, 60).down(t + 30, 90));
      connection.close();
    }
  };

  private final boolean mining;
  private final int port;

  Habit(boolean mining, int port) {
    this.mining = mining;
    this.port = port;
  }

  boolean isMining() {
    return mining;
  }

  int port() {
    return port;
  }

  abstract void act(Traffic traffic, String host, String service, long until);

  private static void repeat(RandomGenerator random, long until, long least, long most, Step step) {
    long time = 300 + random.nextLong(least, most);
    while (time < until) {
      step.at(time);
      time += random.nextLong(least, most);
    }
  }

  /** Something that happens again and again. */
  @FunctionalInterface
  interface Step {
    void at(long time);
  }
}
