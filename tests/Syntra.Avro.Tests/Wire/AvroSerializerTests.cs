using System.Buffers.Binary;
using Syntra.Avro.Registry;
using Syntra.Contracts;

namespace Syntra.Avro.Tests.Wire;

public sealed class AvroSerializerTests
{
    internal static JournalInstruction Instruction() => new()
    {
        IdempotencyKey = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
        RecordId = "9007199254740993",
        SourceVersion = 16_777_217,
        Ledger = "Ledger Nord",
        LedgerId = "300000001",
        Facility = "4711",
        BusinessUnit = "BU Zürich",
        Currency = "USD",
        MappingVersion = "w1",
        SourceUpdatedAt = new DateTimeOffset(2026, 3, 31, 23, 59, 59, 999, TimeSpan.Zero),
        Lines =
        [
            new() { Key = "k1", Role = "RECEIVABLE", AccountingDate = new(2026, 3, 31), Period = "Mar-26", OriginalPeriod = "Mar-26", Segments = ["101", "0000", "12000"], Debit = 125.5m },
            new() { Key = "k2", Role = "REVENUE", AccountingDate = new(2026, 3, 31), Period = "Mar-26", OriginalPeriod = "Mar-26", Segments = [], Credit = 125.5m },
        ],
    };

    [Fact]
    public void A_value_travels_in_the_confluent_wire_format()
    {
        var registry = new InMemorySchemaRegistryClient();
        var serializer = new AvroSerializer<JournalInstruction>(registry);
        var value = Instruction();

        var bytes = serializer.Serialize("t.fusion.journal", value);

        Assert.Equal(0, bytes[0]);
        Assert.Equal(1, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(1)));
        Assert.Equal(value, serializer.Deserialize("t.fusion.journal", bytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("0100000001")]
    [InlineData("00000000FF00")]
    [InlineData("0000000001")]
    public void What_is_not_in_the_wire_format_is_refused(string hex)
    {
        var registry = new InMemorySchemaRegistryClient();
        var serializer = new AvroSerializer<JournalInstruction>(registry);
        serializer.Serialize("t", Instruction());

        Assert.Throws<AvroException>(() => serializer.Deserialize("t", Convert.FromHexString(hex)));
    }

    [Fact]
    public void Bytes_after_the_value_are_refused()
    {
        var serializer = new AvroSerializer<JournalInstruction>(new InMemorySchemaRegistryClient());
        byte[] longer = [.. serializer.Serialize("t", Instruction()), 0];

        Assert.Throws<AvroException>(() => serializer.Deserialize("t", longer));
    }
}
