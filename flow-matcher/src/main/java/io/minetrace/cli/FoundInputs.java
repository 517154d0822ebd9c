// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.hash.Sha256;
import io.minetrace.report.InputFileId;
import io.minetrace.report.RunFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the inputs of an earlier run are now.
 *
 * @param found in the order of the manifest; inputs that could not be opened then are left out
 */
record FoundInputs(List<Found> found) {

  private static final int NAMED_MISSING = 20;

  /**
   * An input and where it is.
   *
   * @param recorded as the manifest tells it
   * @param path of the file with its bytes, or with its name where there is none with its bytes
   */
  record Found(RunFacts.Input recorded, Path path) {

    /** Standard input stays what it was: its rows name no file. */
    String argument() {
      return isStdin() ? InputFiles.STDIN.toString() : path.toString();
    }

    private boolean isStdin() {
      return recorded.inputFile().equals(InputFileId.STDIN);
    }
  }

  FoundInputs {
    found = List.copyOf(found);
  }

  /** The file that stands for standard input, if that was an input. */
  Optional<Path> stdin() {
    return found.stream().filter(Found::isStdin).map(Found::path).findFirst();
  }

  /**
   * Looks for inputs.
   *
   * @param places files, and directories with all below them; empty for where the inputs were
   * @param result the directory of the result, which may have copies
   * @throws CommandFailure naming those that are nowhere
   */
  static FoundInputs of(List<RunFacts.Input> inputs, List<Path> places, Path result)
      throws IOException {
    Candidates candidates = new Candidates(places);
    List<Found> found = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      RunFacts.Input input = inputs.get(i);
      if (input.inputFile().isEmpty()) {
        continue;
      }
      Optional<Path> path = candidates.take(input);
      Path copy = result.resolve(EvidenceBag.inputName(i, input.inputFile()));
      if (path.isEmpty() && places.isEmpty() && Files.isRegularFile(copy)) {
        path = Optional.of(copy);
      }
      Path recorded = Path.of(input.path());
      if (path.isEmpty() && places.isEmpty() && Files.isRegularFile(recorded)) {
        path = Optional.of(recorded);
      }
      if (path.isEmpty()) {
        path = candidates.takeNamesake(input);
      }
      if (path.isPresent()) {
        found.add(new Found(input, path.get()));
      } else {
        missing.add(
            input.path()
                + " ("
                + input.bytes()
                + " bytes"
                + input.sha256().map(hex -> ", SHA-256 " + hex).orElse("")
                + ")");
      }
    }
    if (!missing.isEmpty()) {
      throw new CommandFailure(
          ExitCode.UNREADABLE_INPUT,
          (missing.size() == 1 ? "1 input is" : missing.size() + " inputs are")
              + " not there: "
              + String.join("; ", missing.subList(0, Math.min(NAMED_MISSING, missing.size())))
              + (missing.size() > NAMED_MISSING ? "; and more" : ""),
          "say with --inputs where they are; each file counts once");
    }
    return new FoundInputs(found);
  }

  /** The files of the places, each taken once. */
  private static final class Candidates {
    private final Map<Long, List<Path>> bySize = new HashMap<>();
    private final Map<Path, String> ids = new HashMap<>();
    private final Map<Path, String> hashes = new HashMap<>();

    Candidates(List<Path> places) throws IOException {
      for (Path place : places) {
        try (Stream<Path> below = Files.walk(place)) {
          for (Path file : (Iterable<Path>) below.sorted()::iterator) {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
              bySize.computeIfAbsent(Files.size(file), size -> new ArrayList<>()).add(file);
            }
          }
        }
      }
    }

    Optional<Path> take(RunFacts.Input input) throws IOException {
      List<Path> alike = alike(input);
      // The run hashes what it reads, so that this is needed only where there is a choice.
      boolean choose = alike.size() > 1 || input.inputFile().equals(InputFileId.STDIN);
      for (Path file : alike) {
        if (!choose || input.sha256().isEmpty() || hash(file).equals(input.sha256().get())) {
          take(file);
          return Optional.of(file);
        }
      }
      return Optional.empty();
    }

    private void take(Path file) throws IOException {
      bySize.get(Files.size(file)).remove(file);
    }

    /** Those that may be it: same size and id, as long as nobody has looked at their middle. */
    private List<Path> alike(RunFacts.Input input) throws IOException {
      List<Path> alike = new ArrayList<>();
      for (Path file : candidates(input)) {
        boolean other =
            hashes.containsKey(file)
                && input.sha256().isPresent()
                && !hashes.get(file).equals(input.sha256().get());
        boolean stdin = input.inputFile().equals(InputFileId.STDIN);
        if (!other && (stdin || id(file).equals(input.inputFile()))) {
          alike.add(file);
          if (hashes.containsKey(file)) {
            // Known to be it, whatever else there is.
            break;
          }
        }
      }
      return alike;
    }

    private String hash(Path file) throws IOException {
      String hash = hashes.get(file);
      if (hash == null) {
        hash = Sha256.hex(file);
        hashes.put(file, hash);
      }
      return hash;
    }

    /** One that is not hashed may have been read in part only, so that its size is not known. */
    private List<Path> candidates(RunFacts.Input input) {
      return input.sha256().isPresent()
          ? bySize.getOrDefault(input.bytes(), List.of())
          : bySize.values().stream().flatMap(List::stream).toList();
    }

    private String id(Path file) throws IOException {
      String id = ids.get(file);
      if (id == null) {
        id = readId(file);
        ids.put(file, id);
      }
      return id;
    }

    /** As the run makes it. */
    private static String readId(Path file) throws IOException {
      try {
        return InputFileId.of(file);
      } catch (IOException e) {
        return InputFileId.ofBeginning(file);
      }
    }

    /** A file of the same name: if it is the input, it was changed, and the run will tell where. */
    Optional<Path> takeNamesake(RunFacts.Input input) throws IOException {
      Path name = Path.of(input.path()).getFileName();
      Optional<Path> namesake =
          bySize.values().stream()
              .flatMap(List::stream)
              .filter(file -> file.getFileName().equals(name))
              .sorted()
              .findFirst();
      if (namesake.isPresent()) {
        take(namesake.get());
      }
      return namesake;
    }
  }
}
