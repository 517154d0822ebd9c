// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.source;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.options.ColumnMapping;
import io.minetrace.format.options.ReadOptions;
import io.minetrace.net.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;

/** A column of a Parquet file that feeds one of a flow record. Immutable. */
final class ParquetCell {

  private static final long MILLIS_A_DAY = 86_400_000L;

  /** 1970-01-01, in days of INT96 timestamps. */
  private static final long JULIAN_EPOCH_DAY = 2_440_588;

  private static final long MAX_IPV4 = 0xffff_ffffL;

  /** ISO 8601, with an offset or without. */
  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .optionalStart()
          .parseLenient()
          .appendOffsetId()
          .toFormatter(Locale.ROOT);

  private final FlowColumn column;
  private final String name;
  private final PrimitiveType type;
  private final Optional<ColumnMapping> mapping;
  private final Optional<DateTimeFormatter> pattern;
  private final Optional<ZoneId> zone;

  private ParquetCell(FlowColumn column, String name, PrimitiveType type, ReadOptions options) {
    this.column = column;
    this.name = name;
    this.type = type;
    this.mapping = options.mapping();
    this.pattern =
        options
            .mapping()
            .flatMap(ColumnMapping::timeFormat)
            .map(text -> DateTimeFormatter.ofPattern(text, Locale.ROOT));
    this.zone = options.mapping().flatMap(ColumnMapping::zone).or(options::sourceTimezone);
  }

  /**
   * The column of that name, if there is one.
   *
   * @throws MalformedFlowFileException if it cannot feed that flow column
   */
  static Optional<ParquetCell> of(
      String uri, MessageType schema, FlowColumn column, String name, ReadOptions options)
      throws MalformedFlowFileException {
    if (!schema.containsField(name)) {
      return Optional.empty();
    }
    if (!schema.getType(name).isPrimitive()) {
      throw new MalformedFlowFileException(
          uri, 0, "Parquet column " + name + ": a group (expected: a value for " + column + ")");
    }
    ParquetCell cell =
        new ParquetCell(column, name, schema.getType(name).asPrimitiveType(), options);
    if (column.type() == FlowColumn.Type.TIMESTAMP) {
      cell.checkTime(uri);
    }
    return Optional.of(cell);
  }

  /** A column of text of that name, if there is one. */
  static Optional<ParquetCell> ofText(MessageType schema, String name) {
    return schema.containsField(name) && schema.getType(name).isPrimitive()
        ? Optional.of(
            new ParquetCell(
                FlowColumn.RECORD_ORDINAL,
                name,
                schema.getType(name).asPrimitiveType(),
                ReadOptions.DEFAULT))
        : Optional.empty();
  }

  private void checkTime(String uri) throws MalformedFlowFileException {
    boolean number = type.getPrimitiveTypeName() != PrimitiveType.PrimitiveTypeName.BINARY;
    boolean timestamp =
        timestamp().isPresent()
            || type.getPrimitiveTypeName() == PrimitiveType.PrimitiveTypeName.INT96;
    if (number && !timestamp && mapping.isEmpty()) {
      throw new MalformedFlowFileException(
          uri,
          0,
          "Parquet column "
              + name
              + ": a plain number (expected: a timestamp; a mapping with time.unit says what it"
              + " counts)");
    }
    boolean local = timestamp().map(t -> !t.isAdjustedToUTC()).orElse(false);
    if (local && zone.isEmpty()) {
      throw new MalformedFlowFileException(
          uri, 0, "Parquet column " + name + ": times without a zone (--source-timezone says it)");
    }
  }

  private Optional<TimestampLogicalTypeAnnotation> timestamp() {
    return type.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation timestamp
        ? Optional.of(timestamp)
        : Optional.empty();
  }

  /** The value as text; empty if there is none. */
  Optional<String> text(Group group) {
    return group.getFieldRepetitionCount(name) == 0
        ? Optional.empty()
        : Optional.of(group.getString(name, 0));
  }

  /**
   * Reads a value into its column, which stays absent if there is none.
   *
   * @return what is wrong with it
   */
  Optional<String> read(Group group, FlowBatch batch, int row) {
    if (group.getFieldRepetitionCount(name) == 0) {
      return Optional.empty();
    }
    try {
      if (isNoNumber(group)) {
        return Optional.empty();
      }
      switch (column.type()) {
        case INT -> batch.ints(column)[row] = inRange(number(group));
        case LONG -> batch.longs(column)[row] = number(group);
        case TIMESTAMP -> batch.longs(column)[row] = millis(group);
        case ADDRESS -> {
          IpAddress address = address(group);
          batch.high(column)[row] = address.high();
          batch.low(column)[row] = address.low();
        }
      }
      return Optional.empty();
    } catch (ArithmeticException | IllegalArgumentException | DateTimeException e) {
      return Optional.of(name + ": " + e.getMessage());
    }
  }

  /** Whether it is NaN, by which tables without nulls say that there is nothing. */
  private boolean isNoNumber(Group group) {
    return switch (type.getPrimitiveTypeName()) {
      case DOUBLE -> Double.isNaN(group.getDouble(name, 0));
      case FLOAT -> Float.isNaN(group.getFloat(name, 0));
      case INT32, INT64, BINARY, BOOLEAN, INT96, FIXED_LEN_BYTE_ARRAY -> false;
    };
  }

  private int inRange(long value) {
    return switch (column) {
      case SOURCE_TRANSPORT_PORT,
          DESTINATION_TRANSPORT_PORT,
          POST_NAPT_SOURCE_TRANSPORT_PORT,
          POST_NAPT_DESTINATION_TRANSPORT_PORT ->
          (int) upTo(value, 0xffff, "a port");
      case PROTOCOL_IDENTIFIER -> (int) upTo(value, 0xff, "a protocol");
      case TCP_CONTROL_BITS, REVERSE_TCP_CONTROL_BITS -> (int) upTo(value, 0xffff, "TCP flags");
      default -> Math.toIntExact(value);
    };
  }

  private static long upTo(long value, long max, String what) {
    if (value < 0 || value > max) {
      throw new IllegalArgumentException(value + " (expected: " + what + ", 0.." + max + ")");
    }
    return value;
  }

  private long number(Group group) {
    return switch (type.getPrimitiveTypeName()) {
      case INT32 ->
          isUnsigned()
              ? Integer.toUnsignedLong(group.getInteger(name, 0))
              : group.getInteger(name, 0);
      case INT64 ->
          isUnsigned()
              ? upTo(group.getLong(name, 0), Long.MAX_VALUE, "a number")
              : group.getLong(name, 0);
      case DOUBLE -> rounded(group.getDouble(name, 0));
      case FLOAT -> rounded(group.getFloat(name, 0));
      case BINARY -> Long.parseLong(group.getString(name, 0).strip());
      case BOOLEAN, INT96, FIXED_LEN_BYTE_ARRAY ->
          throw new IllegalArgumentException(type.getPrimitiveTypeName() + " (expected: a number)");
    };
  }

  private boolean isUnsigned() {
    return type.getLogicalTypeAnnotation() instanceof IntLogicalTypeAnnotation whole
        && !whole.isSigned();
  }

  private static long rounded(double value) {
    // Math.round would make the nearest number of it that there is.
    if (Math.abs(value) >= 0x1p63) {
      throw new IllegalArgumentException(value + " (expected: a number below 2^63)");
    }
    return Math.round(value);
  }

  private long millis(Group group) {
    return switch (type.getPrimitiveTypeName()) {
      case INT96 -> ofInt96(group.getInt96(name, 0));
      case BINARY -> ofText(group.getString(name, 0));
      case INT32, INT64 -> timestamp().isPresent() ? ofTimestamp(group) : ofNumber(number(group));
      case DOUBLE, FLOAT -> ofSeconds(group);
      case BOOLEAN, FIXED_LEN_BYTE_ARRAY ->
          throw new IllegalArgumentException(type.getPrimitiveTypeName() + " (expected: a time)");
    };
  }

  private long ofTimestamp(Group group) {
    TimestampLogicalTypeAnnotation annotation = timestamp().get();
    long millis = toMillis(group.getLong(name, 0), annotation.getUnit());
    return annotation.isAdjustedToUTC()
        ? millis
        : LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC)
            .atZone(zone.orElseThrow())
            .toInstant()
            .toEpochMilli();
  }

  private static long toMillis(long value, TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> value;
      case MICROS -> Math.floorDiv(value, 1000L);
      case NANOS -> Math.floorDiv(value, 1_000_000L);
    };
  }

  private long ofNumber(long value) {
    return switch (mapping.orElseThrow().timeUnit()) {
      case SECONDS -> Math.multiplyExact(value, 1000L);
      case MILLISECONDS -> value;
      case MICROSECONDS -> Math.floorDiv(value, 1000L);
      case NANOSECONDS -> Math.floorDiv(value, 1_000_000L);
    };
  }

  private long ofSeconds(Group group) {
    double value =
        type.getPrimitiveTypeName() == PrimitiveType.PrimitiveTypeName.DOUBLE
            ? group.getDouble(name, 0)
            : group.getFloat(name, 0);
    return switch (mapping.orElseThrow().timeUnit()) {
      case SECONDS -> rounded(value * 1000);
      case MILLISECONDS -> rounded(value);
      case MICROSECONDS -> rounded(value / 1000);
      case NANOSECONDS -> rounded(value / 1_000_000);
    };
  }

  private long ofText(String text) {
    TemporalAccessor time =
        pattern
            .orElse(ISO)
            .parseBest(
                pattern.isPresent() ? text : withT(text),
                ZonedDateTime::from,
                OffsetDateTime::from,
                LocalDateTime::from);
    return time instanceof LocalDateTime local
        ? local
            .atZone(
                zone.orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "time without a zone (--source-timezone says it)")))
            .toInstant()
            .toEpochMilli()
        : Instant.from(time).toEpochMilli();
  }

  /** Many write a space between date and time. */
  private static String withT(String text) {
    return text.length() > 10 && text.charAt(10) == ' '
        ? text.substring(0, 10) + 'T' + text.substring(11)
        : text;
  }

  private static long ofInt96(Binary value) {
    ByteBuffer bytes = ByteBuffer.wrap(value.getBytes()).order(ByteOrder.LITTLE_ENDIAN);
    long nanos = bytes.getLong(0);
    long day = bytes.getInt(8) & 0xffff_ffffL;
    return (day - JULIAN_EPOCH_DAY) * MILLIS_A_DAY + Math.floorDiv(nanos, 1_000_000L);
  }

  private IpAddress address(Group group) {
    return switch (type.getPrimitiveTypeName()) {
      case BINARY, FIXED_LEN_BYTE_ARRAY -> {
        if (type.getLogicalTypeAnnotation() != null) {
          yield IpAddress.parse(group.getString(name, 0).strip());
        }
        byte[] bytes = group.getBinary(name, 0).getBytes();
        yield bytes.length == 4 || bytes.length == 16
            ? IpAddress.ofBytes(bytes)
            : IpAddress.parse(group.getBinary(name, 0).toStringUsingUTF8().strip());
      }
      // Where there is no unsigned type, the upper half of all addresses is written as negative.
      case INT32 -> IpAddress.ofIpv4(group.getInteger(name, 0));
      case INT64 -> IpAddress.ofIpv4((int) upTo(group.getLong(name, 0), MAX_IPV4, "an address"));
      case BOOLEAN, INT96, DOUBLE, FLOAT ->
          throw new IllegalArgumentException(
              type.getPrimitiveTypeName() + " (expected: an address)");
    };
  }
}
