// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.bench;

import io.minetrace.window.Channel;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which fake comes next, so that the channels have about the shares that pools have them in: most
 * offer Stratum in the clear, many of them beside it a port with TLS; nodes and old pools speak
 * HTTP, pools for browsers WebSocket, few yet Stratum V2. Within a channel all families come in
 * turn. The rare are spread evenly over the frequent; each hundred is alike.
 */
final class FakeMix {

  private static final Map<Channel, Integer> PERCENT =
      new EnumMap<>(
          Map.of(
              Channel.PLAIN, 65,
              Channel.TLS, 25,
              Channel.HTTP, 3,
              Channel.HTTPS, 1,
              Channel.WS, 2,
              Channel.WSS, 1,
              Channel.NOISE, 3));

  private static final Map<Channel, List<FakeFamily>> FAMILIES =
      FakeFamily.all().stream().collect(Collectors.groupingBy(FakeFamily::channel));

  private final Map<Channel, Integer> credit = new EnumMap<>(Channel.class);
  private final Map<Channel, Integer> given = new EnumMap<>(Channel.class);

  /** Of each channel what it lacks most of its share; the one with most of that comes next. */
  FakeFamily next() {
    PERCENT.forEach((channel, percent) -> credit.merge(channel, percent, Integer::sum));
    Channel channel =
        credit.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    credit.merge(channel, -100, Integer::sum);
    List<FakeFamily> families = FAMILIES.get(channel);
    int turn = given.merge(channel, 1, Integer::sum) - 1;
    return families.get(turn % families.size());
  }

  /** The shares, in words. */
  static String words() {
    StringBuilder words = new StringBuilder();
    PERCENT.forEach(
        (channel, percent) ->
            words
                .append(words.length() == 0 ? "" : ", ")
                .append(percent)
                .append(" % ")
                .append(channel.word()));
    return words.toString();
  }
}
