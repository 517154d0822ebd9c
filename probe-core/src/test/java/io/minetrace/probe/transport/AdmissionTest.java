// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionTest {

  private static final IpAddress A = IpAddress.parse("192.0.2.1");
  private static final IpAddress B = IpAddress.parse("192.0.2.2");

  private final List<String> begun = new ArrayList<>();

  private Admission admission(int open, long pause, int perSecond) {
    return new Admission(new Pacing(open, pause, perSecond, 0));
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
      admission.add(IpAddress.ofIpv4(i), () -> begun.add("visit"));
    }

    for (long now = 0; now < 1000; now++) {
      admit(admission, now);
    }

    assertThat(begun).hasSize(100);
    assertThat(admission.nextAt()).hasValue(1000);
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
}
