// SPDX-License-Identifier: Apache-2.0
package io.minetrace.snapshot;

import io.minetrace.net.Endpoint;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.WindowStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A stream of windows, taken one endpoint at a time. Used by one thread. */
final class EndpointWindows {

  private final WindowStream stream;
  private Optional<AvailabilityWindow> next;

  EndpointWindows(WindowStream stream) throws IOException {
    this.stream = stream;
    next = stream.next();
  }

  /** The endpoint that comes next; empty at the end. */
  Optional<Endpoint> endpoint() {
    return next.map(AvailabilityWindow::endpoint);
  }

  /** All windows of an endpoint if it is the next one, in order; none otherwise. */
  List<AvailabilityWindow> take(Endpoint endpoint) throws IOException {
    List<AvailabilityWindow> windows = new ArrayList<>();
    while (next.isPresent() && next.get().endpoint().equals(endpoint)) {
      windows.add(next.get());
      next = stream.next();
    }
    return windows;
  }
}
