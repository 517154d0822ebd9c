// SPDX-License-Identifier: Apache-2.0
package io.minetrace.discovery;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * THE list of what speaks for or against a service that passed the gates, with its points. A miner
 * holds one connection for days, hands in a share every few seconds to minutes, and gets a job,
 * larger than the share, whenever there is a block or a template; that is where the figures come
 * from.
 */
public enum Sign {
  HELD("+10 to +25: how long a session lasted: as needed, 30 min, 2 h, 12 h") {
    @Override
    Optional<Reason> of(ServiceTraffic traffic, Capture capture) {
      long minutes = traffic.longestMillis() / 60_000;
      int points = minutes >= 720 ? 25 : minutes >= 120 ? 20 : minutes >= 30 ? 15 : 10;
      return reason(points, "a session of " + duration(traffic.longestMillis()));
    }
  },
  PACE("+20: 2 to 120 packets a minute, the pace of shares and jobs") {
    @Override
    Optional<Reason> of(ServiceTraffic traffic, Capture capture) {
      double pace = traffic.perMinute();
      String words = String.format(Locale.ROOT, "%.1f packets a minute", pace);
      return pace >= 2 && pace <= 120 ? reason(20, words) : Optional.empty();
    }
  },
  SHARE_SIZE("+10: 60 to 400 octets a packet up, as shares and their acknowledgements are") {
    @Override
    Optional<Reason> of(ServiceTraffic traffic, Capture capture) {
      double mean = traffic.upMean();
      return mean >= 60 && mean <= 400
          ? reason(10, String.format(Locale.ROOT, "%.0f octets a packet up", mean))
          : Optional.empty();
    }
  },
  LISTENS("-20: next to nothing but acknowledgements up, as from who only listens") {
    @Override
    Optional<Reason> of(ServiceTraffic traffic, Capture capture) {
      double mean = traffic.upMean();
      return traffic.upPackets() > 0 && mean < 56
          ? reason(-20, String.format(Locale.ROOT, "%.0f octets a packet up", mean))
          : Optional.empty();
    }
  },
  JOB_SIZE("+15: 90 to 1000 octets a packet down, as jobs and answers are") {
    @Override
    Optional<Reason> of(ServiceTraffic traffic, Capture capture) {
      double mean = traffic.downMean();
      return mean >= 90 && mean <= 1000
          ? reason(15, String.format(Locale.ROOT, "%.0f octets a packet down", mean))
          : Optional.empty();
    }
  },
  MORE_DOWN("+15: 1.2 to 12 times as many octets down as up (+5: 0.4 to 1.2 times)") {
    @Override
    Optional<Reason> of(ServiceTraffic traffic, Capture capture) {
      double ratio = traffic.downOctets() / (double) Math.max(1, traffic.upOctets());
      String words = String.format(Locale.ROOT, "%.1f times as much down as up", ratio);
      if (traffic.isOneWay() || ratio < 0.4 || ratio > 12) {
        return Optional.empty();
      }
      return reason(ratio >= 1.2 ? 15 : 5, words);
    }
  },
  DIALOGUE("+10: about as many packets up as down (0.4 to 2.5)") {
    @Override
    Optional<Reason> of(ServiceTraffic traffic, Capture capture) {
      double ratio = traffic.upPackets() / (double) Math.max(1, traffic.downPackets());
      return !traffic.isOneWay() && ratio >= 0.4 && ratio <= 2.5
          ? reason(10, "packets in both directions alike")
          : Optional.empty();
    }
  },
  ONE_WAY("+10: the capture holds one direction only, so that half of the signs cannot speak") {
    @Override
    Optional<Reason> of(ServiceTraffic traffic, Capture capture) {
      return traffic.isOneWay() && capture.oneWay()
          ? reason(10, "only one direction in the capture")
          : Optional.empty();
    }
  },
  ONE_CONNECTION("+5: a connection lasts as long as --min-duration, on average") {
    @Override
    Optional<Reason> of(ServiceTraffic traffic, Capture capture) {
      return traffic.connectionMillis() >= traffic.neededMillis()
          ? reason(5, "connections of " + duration(traffic.connectionMillis()))
          : Optional.empty();
    }
  },
  STEADY("+10: as many packets in each of four hours or more, within 25 %; -15: not within 70 %") {
    @Override
    Optional<Reason> of(ServiceTraffic traffic, Capture capture) {
      if (traffic.wholeHours() < STEADY_HOURS) {
        return Optional.empty();
      }
      String words =
          String.format(
              Locale.ROOT, "pace varies by %.0f %% from hour to hour", 100 * traffic.unevenness());
      return traffic.unevenness() <= 0.25
          ? reason(10, words)
          : traffic.unevenness() > 0.7 ? reason(-15, words) : Optional.empty();
    }
  },
  HOSTS("+8, +12, +15: two, three, five hosts do the same (not on a web port)") {
    @Override
    Optional<Reason> of(ServiceTraffic traffic, Capture capture) {
      int hosts = traffic.hosts();
      if (hosts < 2 || WEB_PORTS.contains(traffic.port())) {
        return Optional.empty();
      }
      return reason(hosts >= 5 ? 15 : hosts >= 3 ? 12 : 8, hosts + " hosts do the same");
    }
  },
  EVERYBODY("-25: 20 hosts or more, and a fifth of all hosts: rather a service that all use") {
    @Override
    Optional<Reason> of(ServiceTraffic traffic, Capture capture) {
      int hosts = traffic.hosts();
      return hosts >= 20 && hosts * 5L >= capture.hosts()
          ? reason(-25, hosts + " of " + capture.hosts() + " hosts use it")
          : Optional.empty();
    }
  },
  POOL_PORT("+5: a port that many pools use; a weak hint") {
    @Override
    Optional<Reason> of(ServiceTraffic traffic, Capture capture) {
      return POOL_PORTS.contains(traffic.port())
          ? reason(5, "port " + traffic.port() + " is one of many pools")
          : Optional.empty();
    }
  },
  WEB_PORT("-15: a web port, where chats and pushes look alike; pools use them too") {
    @Override
    Optional<Reason> of(ServiceTraffic traffic, Capture capture) {
      return WEB_PORTS.contains(traffic.port())
          ? reason(-15, "port " + traffic.port() + " is one of the web's")
          : Optional.empty();
    }
  },
  SERVICE_PORT("-50: a port of SSH, mail, DNS, MQTT, chat, push, databases, remote desktops") {
    @Override
    Optional<Reason> of(ServiceTraffic traffic, Capture capture) {
      return SERVICE_PORTS.contains(traffic.port())
          ? reason(-50, "port " + traffic.port() + " is one of another service")
          : Optional.empty();
    }
  };

  /** Fewer say nothing of the pace. */
  static final int STEADY_HOURS = 4;

  /** Those that nine or more pools of the starting catalog use, without the web's. */
  private static final Set<Integer> POOL_PORTS =
      Set.of(
          3333, 3334, 3335, 3336, 3344, 3636, 3737, 3739, 4233, 4444, 4533, 4553, 5555, 6666, 7777,
          8008, 8332, 8888, 9999, 20032);

  private static final Set<Integer> WEB_PORTS = Set.of(80, 443, 8080, 8443);
  private static final Set<Integer> SERVICE_PORTS =
      Set.of(
          21, 22, 23, 25, 53, 110, 143, 179, 389, 445, 465, 587, 636, 853, 873, 989, 990, 993, 995,
          1194, 1433, 1521, 1723, 1883, 2195, 2196, 2197, 3306, 3389, 3478, 4460, 5060, 5061, 5222,
          5223, 5228, 5229, 5230, 5269, 5432, 5671, 5672, 5900, 5938, 6379, 6667, 6697, 8883, 9092,
          11211, 27017);

  private final String words;

  Sign(String words) {
    this.words = words;
  }

  /** What it says of a service; empty where it says nothing. */
  abstract Optional<Reason> of(ServiceTraffic traffic, Capture capture);

  /** Its points and what they are given for. */
  public String words() {
    return words;
  }

  private static Optional<Reason> reason(int points, String words) {
    return Optional.of(new Reason(points, words));
  }

  private static String duration(long millis) {
    long seconds = millis / 1000;
    return seconds < 120
        ? seconds + " s"
        : seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
  }
}
