// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.probe.dialogue.ProbeProtocol;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the answers of a visit point to and was not asked yet. Not for several threads. */
final class Suspicions {

  private final Deque<Question> pointers = new ArrayDeque<>();
  private final Deque<Question> guesses = new ArrayDeque<>();

  /** Something that the server's words point to; comes before what is older. */
  void addPointer(Question question) {
    pointers.addFirst(question);
  }

  /** Something that could be, as the server hung up. */
  void addGuess(Question question) {
    guesses.addLast(question);
  }

  /** What to ask next, of what may be asked. */
  Optional<Question> next(Predicate<Question> mayBeAsked) {
    Optional<Question> next = inOrder().filter(mayBeAsked).findFirst();
    next.ifPresent(
        question -> {
          pointers.remove(question);
          guesses.remove(question);
        });
    return next;
  }

  private Stream<Question> inOrder() {
    return Stream.concat(pointers.stream(), guesses.stream());
  }

  /** Id of the protocol that a later visit should ask for, if there is one not asked for yet. */
  List<String> protocols(Set<Question> asked) {
    return inOrder()
        .map(Question::protocol)
        .filter(protocol -> asked.stream().noneMatch(question -> question.protocol() == protocol))
        .map(ProbeProtocol::id)
        .limit(1)
        .toList();
  }
}
