using System.Buffers;
using System.Globalization;
using Syntra.Avro;
using Syntra.Avro.Registry;
using Syntra.Cli.Protection;
using Syntra.Contracts;
using Syntra.Streams.Serialization;
using Syntra.Topology.Topics;

namespace Syntra.Bench.Trace;

/// <summary>The records that a posted charge leaves behind in the topics, as the parts of the program write them; ids, days and amounts follow from its number.</summary>
internal sealed class PastOfCharges(TenantProtection protection, TopicNames topics, ISchemaRegistryClient registry, int perDay)
{
    internal const long FirstId = 5_000_000_000;

    private static readonly DateTimeOffset Start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ChargeSerdes serdes = new(registry, protection.Sealer);
    private readonly AvroSerializer<DeliveryRecord> delivery = new(registry);

    /// <summary>When a charge was read, which is soon after it was served.</summary>
    internal DateTimeOffset ReadAt(int number) => Start.AddTicks(TimeSpan.TicksPerDay / perDay * number);

    /// <summary>Token of a charge.</summary>
    internal string Token(int number) => protection.Tokens.Token(TokenSpaces.Charge, Id(number));

    /// <summary>Its journal instruction.</summary>
    internal JournalInstruction Instruction(int number)
    {
        var day = DateOnly.FromDateTime(ReadAt(number).UtcDateTime);
        string period = day.ToString("MMM-yy", CultureInfo.InvariantCulture);
        JournalLine Line(string role, string[] segments, decimal? debit, decimal? credit) => new()
        {
            Key = IdempotencyKey.Compute("bench", Id(number), role), Role = role, AccountingDate = day, Period = period, OriginalPeriod = period, Segments = segments, Rule = "CHG-US/1", Debit = debit, Credit = credit,
        };
        decimal amount = Amount(number);
        return new JournalInstruction
        {
            IdempotencyKey = IdempotencyKey.Compute("bench", Id(number), "INSTRUCTION"), RecordId = Token(number), SourceVersion = 1, Ledger = "Lakeside Health US", LedgerId = "300000046975971",
            Facility = "589723", BusinessUnit = "Lakeside General BU", Currency = "USD", MappingVersion = "bench", SourceUpdatedAt = ReadAt(number),
            Lines = [Line("RECEIVABLE", ["101", "0000", "12000", "0000"], amount, null), Line("REVENUE", ["101", "3010", "44020", "0000"], null, amount)],
        };
    }

    /// <summary>Every record of a charge, in the order in which they come to be, with those of its batch where it is the last of one.</summary>
    internal IEnumerable<(string Topic, string Key, byte[] Value, DateTimeOffset At)> Records(int number, string changelog, int batchSize)
    {
        var (at, token, instruction) = (ReadAt(number), Token(number), Instruction(number));
        var raw = Raw(number);
        yield return (topics.RawCharge, token, Sealed(serdes.RawCharge, topics.RawCharge, token, raw), at);
        yield return (changelog, token, Sealed(serdes.Posted, changelog, token, Posted(number, raw, instruction, inFlight: true)), at);
        yield return (topics.Journal, token, Clear(serdes.Journal, topics.Journal, instruction), at);
        if ((number + 1) % batchSize == 0)
        {
            string id = "batch" + (number / batchSize).ToString(CultureInfo.InvariantCulture);
            yield return (topics.Delivery, "batch/" + id, delivery.Serialize(topics.Delivery, new DeliveryRecord { Batch = Batch(id, number - batchSize + 1, batchSize) }), at);
        }
        yield return (topics.JournalReceipt, token, Clear(serdes.Receipt, topics.JournalReceipt, new JournalReceipt
        {
            IdempotencyKey = instruction.IdempotencyKey, RecordId = token, SourceVersion = 1, Outcome = ReceiptOutcome.Accepted, BatchName = "bench", GroupId = number / batchSize, AnsweredAt = at,
        }), at);
        yield return (changelog, token, Sealed(serdes.Posted, changelog, token, Posted(number, raw, instruction, inFlight: false)), at);
    }

    private static string Id(int number) => (FirstId + number).ToString(CultureInfo.InvariantCulture);

    private static decimal Amount(int number) => 10m + number % 900;

    private RawCharge Raw(int number) => new()
    {
        ChargeItemId = Id(number), SourceVersion = 1, UpdatedAt = ReadAt(number), ReadAt = ReadAt(number), Active = true, ProcessFlag = "999", ChargeType = "DEBIT",
        PersonId = (7_000_000 + number / 20).ToString(CultureInfo.InvariantCulture), EncounterId = (8_000_000 + number / 5).ToString(CultureInfo.InvariantCulture), EncounterFound = true,
        OrganizationId = "589723", DepartmentCode = "4101", ChargeCode = "12070001", Quantity = "1", UnitPrice = Amount(number).ToString(CultureInfo.InvariantCulture),
        ExtendedPrice = Amount(number).ToString(CultureInfo.InvariantCulture), ServiceAt = ReadAt(number).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
    };

    private PostedCharge Posted(int number, RawCharge raw, JournalInstruction instruction, bool inFlight)
    {
        var received = new ReceivedCharge { Charge = raw, Partition = 0, Offset = number };
        return new PostedCharge
        {
            RecordId = instruction.RecordId, SourceVersion = 1, Status = inFlight ? ChargeStatus.InFlight : ChargeStatus.Posted, Facility = "589723", Period = instruction.Lines[0].Period,
            Amount = Amount(number), Money = true, Standing = inFlight ? null : instruction, Pending = inFlight ? instruction : null, Current = inFlight ? received : null, Waiting = [],
            Worked = inFlight ? null : received, Received = 1, Applied = inFlight ? 0 : 1, ZeroDelta = 0, Stale = 0, DeadLettered = 0, Effects = [],
        };
    }

    private DeliveryBatch Batch(string id, int first, int size) => new()
    {
        BatchId = id, BatchName = id, FamilyName = id, Ledger = "Lakeside Health US", LedgerId = "300000046975971", Facility = "589723", Period = "1", Currency = "USD",
        CreatedAt = ReadAt(first), Instructions = [.. Enumerable.Range(first, size).Select(Instruction)],
    };

    private static byte[] Sealed<T>(SealedSerde<T> serde, string topic, string key, T value) where T : IAvroRecord<T>
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        serde.Serialize(topic, System.Text.Encoding.UTF8.GetBytes(key), value, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private static byte[] Clear<T>(ISerde<T> serde, string topic, T value)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        serde.Serialize(topic, value, buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
