import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Apache Avro's side of the benchmark. Arguments: a file with the schema and the encoded records. Commands on stdin, one a line:
 * "encode VARIANT SECONDS" or "decode VARIANT SECONDS"; answers with records per second. Before the first answer of a variant it
 * checks that it writes what it read, byte for byte.
 */
public final class AvroPeer {
  private static final EncoderFactory ENCODERS = EncoderFactory.get();
  private static final DecoderFactory DECODERS = DecoderFactory.get();
  private static Object sink;

  public static void main(String[] args) throws Exception {
    Schema schema;
    byte[][] data;
    try (DataInputStream in = new DataInputStream(new FileInputStream(args[0]))) {
      schema = new Schema.Parser().parse(new String(block(in), StandardCharsets.UTF_8));
      data = new byte[in.readInt()][];
      for (int i = 0; i < data.length; i++) {
        data[i] = block(in);
      }
    }

    Instruction.schema = schema;
    Line.schema = schema.getField("lines").schema().getElementType();
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    System.out.println("ready");
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      String[] words = line.split(" ");
      Variant variant = variant(words[1], schema);
      double seconds = Double.parseDouble(words[2]);
      System.out.println(words[0].equals("encode") ? variant.encode(data, seconds) : variant.decode(data, seconds));
    }
  }

  private static byte[] block(DataInputStream in) throws Exception {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }

  private static Variant variant(String name, Schema schema) {
    return name.equals("generic")
        ? new Variant(new GenericDatumWriter<Object>(schema), new GenericDatumReader<Object>(schema))
        : new Variant(new SpecificDatumWriter<Object>(schema, new Types()), new SpecificDatumReader<Object>(schema, schema, new Types()));
  }

  /** One way to read and write records. */
  private static final class Variant {
    private final DatumWriter<Object> writer;
    private final DatumReader<Object> reader;

    Variant(DatumWriter<Object> writer, DatumReader<Object> reader) {
      this.writer = writer;
      this.reader = reader;
    }

    double encode(byte[][] data, double seconds) throws Exception {
      Object[] records = new Object[data.length];
      ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
      BinaryEncoder encoder = null;
      for (int i = 0; i < data.length; i++) {
        records[i] = reader.read(null, DECODERS.binaryDecoder(data[i], null));
        out.reset();
        encoder = ENCODERS.binaryEncoder(out, encoder);
        writer.write(records[i], encoder);
        encoder.flush();
        if (!java.util.Arrays.equals(data[i], out.toByteArray())) {
          throw new IllegalStateException("record " + i + " is written differently");
        }
      }

      long begun = System.nanoTime();
      long end = begun + (long) (seconds * 1e9);
      long count = 0;
      while (System.nanoTime() < end) {
        for (Object record : records) {
          out.reset();
          encoder = ENCODERS.binaryEncoder(out, encoder);
          writer.write(record, encoder);
          encoder.flush();
        }
        count += records.length;
      }
      return count * 1e9 / (System.nanoTime() - begun);
    }

    double decode(byte[][] data, double seconds) throws Exception {
      BinaryDecoder decoder = null;
      long begun = System.nanoTime();
      long end = begun + (long) (seconds * 1e9);
      long count = 0;
      while (System.nanoTime() < end) {
        for (byte[] bytes : data) {
          decoder = DECODERS.binaryDecoder(bytes, decoder);
          sink = reader.read(null, decoder);
        }
        count += data.length;
      }
      return count * 1e9 / (System.nanoTime() - begun);
    }
  }

  /** Makes our classes for our records: what Avro's compiler registers by class name. */
  private static final class Types extends SpecificData {
    @Override
    public Object newRecord(Object old, Schema schema) {
      return schema.getName().equals("InstructionLine") ? new Line() : new Instruction();
    }
  }

  /** As Avro's compiler would generate it. */
  public static final class Instruction extends SpecificRecordBase {
    static Schema schema;
    private CharSequence idempotencyKey;
    private CharSequence recordId;
    private long sourceVersion;
    private CharSequence ledger;
    private CharSequence ledgerId;
    private CharSequence facility;
    private CharSequence businessUnit;
    private CharSequence currency;
    private CharSequence mappingVersion;
    private long sourceUpdatedAt;
    private List<Line> lines;

    @Override
    public Schema getSchema() {
      return schema;
    }

    @Override
    public Object get(int field) {
      switch (field) {
        case 0: return idempotencyKey;
        case 1: return recordId;
        case 2: return sourceVersion;
        case 3: return ledger;
        case 4: return ledgerId;
        case 5: return facility;
        case 6: return businessUnit;
        case 7: return currency;
        case 8: return mappingVersion;
        case 9: return sourceUpdatedAt;
        case 10: return lines;
        default: throw new AvroRuntimeException("no such field");
      }
    }

    @Override
    @SuppressWarnings("unchecked")
    public void put(int field, Object value) {
      switch (field) {
        case 0: idempotencyKey = (CharSequence) value; break;
        case 1: recordId = (CharSequence) value; break;
        case 2: sourceVersion = (Long) value; break;
        case 3: ledger = (CharSequence) value; break;
        case 4: ledgerId = (CharSequence) value; break;
        case 5: facility = (CharSequence) value; break;
        case 6: businessUnit = (CharSequence) value; break;
        case 7: currency = (CharSequence) value; break;
        case 8: mappingVersion = (CharSequence) value; break;
        case 9: sourceUpdatedAt = (Long) value; break;
        case 10: lines = (List<Line>) value; break;
        default: throw new AvroRuntimeException("no such field");
      }
    }
  }

  /** As Avro's compiler would generate it; decimals stay the bytes that they are. */
  public static final class Line extends SpecificRecordBase {
    static Schema schema;
    private CharSequence key;
    private CharSequence role;
    private int accountingDate;
    private CharSequence period;
    private CharSequence originalPeriod;
    private List<CharSequence> segments;
    private ByteBuffer debit;
    private ByteBuffer credit;

    @Override
    public Schema getSchema() {
      return schema;
    }

    @Override
    public Object get(int field) {
      switch (field) {
        case 0: return key;
        case 1: return role;
        case 2: return accountingDate;
        case 3: return period;
        case 4: return originalPeriod;
        case 5: return segments;
        case 6: return debit;
        case 7: return credit;
        default: throw new AvroRuntimeException("no such field");
      }
    }

    @Override
    @SuppressWarnings("unchecked")
    public void put(int field, Object value) {
      switch (field) {
        case 0: key = (CharSequence) value; break;
        case 1: role = (CharSequence) value; break;
        case 2: accountingDate = (Integer) value; break;
        case 3: period = (CharSequence) value; break;
        case 4: originalPeriod = (CharSequence) value; break;
        case 5: segments = (List<CharSequence>) value; break;
        case 6: debit = (ByteBuffer) value; break;
        case 7: credit = (ByteBuffer) value; break;
        default: throw new AvroRuntimeException("no such field");
      }
    }
  }
}
