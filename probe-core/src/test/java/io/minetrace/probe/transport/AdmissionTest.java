// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AdmissionTest {

  private static final Admission.Visitor A = visitor("192.0.2.1");
  private static final Admission.Visitor B = visitor("192.0.2.2");

  private final List<String> begun = new ArrayList<>();

  private Admission admission(int open, long pause, int perSecond) {
    return new Admission(new Pacing(open, pause, perSecond, 0));
  }

  private static Admission.Visitor visitor(String address) {
    return new Admission.Visitor(IpAddress.parse(address), Optional.empty());
  }

  private static Admission.Visitor visitor(String address, String fqdn) {
    return new Admission.Visitor(IpAddress.parse(address), Optional.of(fqdn));
  }

  private void admit(Admission admission, long now) {
    admission.admit(now).forEach(Runnable::run);
  }

  @Test
  void anAddressIsVisitedByOneAtATime() {
    Admission admission = admission(10, 0, 1000);
    admission.add(A, () -> begun.add("first"));
    admission.add(A, () -> begun.add("second"));

    admit(admission, 0);
    admit(admission, 100);
    assertThat(begun).containsExactly("first");
    assertThat(admission.nextAt()).as("only the end of the first can help").isEmpty();

    admission.ended(A, 200);
    admit(admission, 200);
    assertThat(begun).containsExactly("first", "second");
  }

  @Test
  void anAddressIsLeftAloneForAWhile() {
    Admission admission = admission(10, 5000, 1000);
    admission.add(A, () -> begun.add("first"));
    admission.add(A, () -> begun.add("second"));
    admit(admission, 0);
    admission.ended(A, 1000);

    admit(admission, 5999);
    assertThat(begun).containsExactly("first");
    assertThat(admission.nextAt()).hasValue(6000);

    admit(admission, 6000);
    assertThat(begun).containsExactly("first", "second");
  }

  @Test
  void aBlockedAddressHoldsUpNoOther() {
    Admission admission = admission(10, 5000, 1000);
    admission.add(A, () -> begun.add("a1"));
    admission.add(A, () -> begun.add("a2"));
    admission.add(B, () -> begun.add("b"));

    admit(admission, 0);
    admit(admission, 1);

    assertThat(begun).containsExactly("a1", "b");
  }

  @Test
  void noMoreAreOpenThanAllowed() {
    Admission admission = admission(1, 0, 1000);
    admission.add(A, () -> begun.add("a"));
    admission.add(B, () -> begun.add("b"));

    admit(admission, 0);
    admit(admission, 10);
    assertThat(begun).containsExactly("a");

    admission.ended(A, 20);
    admit(admission, 20);
    assertThat(begun).containsExactly("a", "b");
  }

  @Test
  void noMoreBeginInASecondThanAllowed() {
    Admission admission = admission(1000, 0, 100);
    for (int i = 0; i < 500; i++) {
      admission.add(
          new Admission.Visitor(IpAddress.ofIpv4(i), Optional.empty()), () -> begun.add("visit"));
    }

    for (long now = 0; now < 1000; now++) {
      admit(admission, now);
    }

    assertThat(begun).as("at most 100, and not many fewer").hasSizeBetween(90, 100);
    assertThat(admission.nextAt().orElseThrow()).as("evenly").isBetween(1000L, 1020L);
  }

  @Test
  void whatWaitsCanBeTakenAway() {
    Admission admission = admission(1, 0, 1000);
    admission.add(A, () -> begun.add("a"));
    admission.add(B, () -> begun.add("b"));
    admit(admission, 0);

    admission.drain().forEach(Runnable::run);

    assertThat(begun).containsExactly("a", "b");
    assertThat(admission.nextAt()).isEmpty();
  }

  @Test
  void aBlockHasNoMoreOpenThanAllowedAndHoldsUpNoOther() {
    Admission admission = new Admission(new Pacing(100, 2, 100, 0, 100_000, 0));
    for (int i = 1; i <= 4; i++) {
      String name = "198.51.100." + i;
      admission.add(visitor(name), () -> begun.add(name));
    }
    admission.add(A, () -> begun.add("other"));
    admission.add(visitor("2001:db8:0:1::1"), () -> begun.add("v6 a"));
    admission.add(visitor("2001:db8:0:2::1"), () -> begun.add("v6 b"));
    admission.add(visitor("2001:db8:0:3::1"), () -> begun.add("v6 c"));

    admit(admission, 0);
    assertThat(begun).containsExactly("198.51.100.1", "198.51.100.2", "other", "v6 a", "v6 b");

    begun.clear();
    admission.ended(visitor("198.51.100.2"), 5);
    admit(admission, 5);
    assertThat(begun).containsExactly("198.51.100.3");
  }

  @Test
  void aNameHasNoMoreOpenThanAllowedWhereverItLeads() {
    Admission admission = new Admission(new Pacing(100, 100, 2, 0, 100_000, 0));
    for (int i = 1; i <= 4; i++) {
      String address = "198.51." + i + ".1";
      admission.add(visitor(address, "eu.pool.test"), () -> begun.add(address));
    }
    admission.add(visitor("198.51.9.1", "us.pool.test"), () -> begun.add("us"));

    admit(admission, 0);
    assertThat(begun).containsExactly("198.51.1.1", "198.51.2.1", "us");

    begun.clear();
    admission.ended(visitor("198.51.1.1", "eu.pool.test"), 5);
    admit(admission, 5);
    assertThat(begun).containsExactly("198.51.3.1");
  }

  @Test
  void theNextConnectionOfAVisitTakesItsTurnBeforeOthersOfTheAddress() {
    Admission admission = new Admission(new Pacing(100, 4, 4, 5000, 1000, 5000));
    admission.add(A, () -> begun.add("first"));
    admission.add(A, () -> begun.add("other visit"));
    admit(admission, 0);

    admission.again(A, () -> begun.add("second of the first"), 1000);
    admit(admission, 5999);
    assertThat(begun).containsExactly("first");

    admit(admission, 6000);
    assertThat(begun).containsExactly("first", "second of the first");
    admission.ended(A, 7000);
    admit(admission, 12_000);
    assertThat(begun).last().isEqualTo("other visit");
  }

  @Test
  void allLimitsHoldForManyVisitsAndNoneIsForgotten() {
    int visits = 20_000;
    Pacing pacing = new Pacing(200, 3, 5, 400, 100_000, 400);
    Admission admission = new Admission(pacing);
    Random random = new Random(7);
    Map<Object, Integer> openAt = new HashMap<>();
    Map<IpAddress, Long> endedAt = new HashMap<>();
    PriorityQueue<Long> ends = new PriorityQueue<>();
    Map<Long, List<Admission.Visitor>> endings = new HashMap<>();
    AtomicLong now = new AtomicLong();
    int done = 0;
    for (int i = 0; i < visits; i++) {
      Admission.Visitor visitor =
          visitor(
              "198.18." + random.nextInt(200) + "." + random.nextInt(20),
              "n" + random.nextInt(300) + ".pool.test");
      String block = visitor.address().toString().replaceFirst("[0-9]+$", "");
      admission.add(
          visitor,
          () -> {
            assertThat(openAt.merge("all", 1, Integer::sum)).isLessThanOrEqualTo(200);
            assertThat(openAt.merge(visitor.address(), 1, Integer::sum)).isEqualTo(1);
            assertThat(openAt.merge(block, 1, Integer::sum)).isLessThanOrEqualTo(3);
            assertThat(openAt.merge(visitor.fqdn().get(), 1, Integer::sum)).isLessThanOrEqualTo(5);
            assertThat(now.get() - endedAt.getOrDefault(visitor.address(), -400L))
                .isGreaterThanOrEqualTo(400);
            long end = now.get() + 1 + random.nextInt(300);
            ends.add(end);
            endings.computeIfAbsent(end, key -> new ArrayList<>()).add(visitor);
          });
    }
    while (done < visits) {
      admit(admission, now.get());
      OptionalLong wake = admission.nextAt();
      assertThat(wake.isPresent() || !ends.isEmpty()).as("somebody can go on").isTrue();
      now.set(Math.min(wake.orElse(Long.MAX_VALUE), ends.isEmpty() ? Long.MAX_VALUE : ends.peek()));
      while (!ends.isEmpty() && ends.peek() <= now.get()) {
        for (Admission.Visitor visitor : endings.remove(ends.remove())) {
          String block = visitor.address().toString().replaceFirst("[0-9]+$", "");
          List.of("all", visitor.address(), block, visitor.fqdn().get())
              .forEach(key -> openAt.merge(key, -1, Integer::sum));
          endedAt.put(visitor.address(), now.get());
          admission.ended(visitor, now.get());
          done++;
        }
        ends.removeIf(end -> !endings.containsKey(end));
      }
    }
  }
}
