// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** Takes what a query wants of flow files: which paths, which columns. */
final class FlowScanBuilder implements ScanBuilder, SupportsPushDownRequiredColumns {

  private final CaseInsensitiveStringMap options;
  private StructType columns = FlowSchema.all();

  FlowScanBuilder(CaseInsensitiveStringMap options) {
    this.options = options;
  }

  @Override
  public void pruneColumns(StructType required) {
    columns = required;
  }

  @Override
  public Scan build() {
    List<String> paths = paths();
    if (paths.isEmpty()) {
      throw new IllegalArgumentException("flows: no path is given (expected: load(path…))");
    }
    return new FlowScan(
        paths, columns, OnCorrupt.of(options), SourceSettings.of(options, FlowScan.hadoop()));
  }

  /** Spark hands over one path as "path", several as a JSON array in "paths". */
  private List<String> paths() {
    List<String> paths = new ArrayList<>();
    if (options.containsKey("path")) {
      paths.add(options.get("path"));
    }
    try (JsonParser json = new JsonFactory().createParser(options.getOrDefault("paths", "[]"))) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
          paths.add(json.getText());
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("option paths: not a JSON array", e);
    }
    return paths;
  }
}
