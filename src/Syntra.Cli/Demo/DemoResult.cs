using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Syntra.Cli.Demo.MonthEnd;

namespace Syntra.Cli.Demo;

/// <summary>What a demo run ended with. Counts are charges unless they say otherwise; amounts are in the ledgers' currency.</summary>
internal sealed record DemoResult
{
    /// <summary>Charges that count as money in the source, and their sum, straight from its database.</summary>
    public required long SourceCount { get; init; }

    public required decimal SourceAmount { get; init; }

    /// <summary>Charges whose latest version stands in Fusion, as Fusion acknowledged line by line.</summary>
    public required long PostedCount { get; init; }

    public required decimal PostedAmount { get; init; }

    /// <summary>Record versions that changed nothing.</summary>
    public required long ZeroDeltaCount { get; init; }

    /// <summary>Record versions older than one already known.</summary>
    public required long StaleCount { get; init; }

    public required long ParkedCount { get; init; }

    public required decimal ParkedAmount { get; init; }

    public required long HeldCount { get; init; }

    public required long DeadLetterCount { get; init; }

    public required decimal DeadLetterAmount { get; init; }

    public required long InFlightCount { get; init; }

    public required decimal InFlightAmount { get; init; }

    /// <summary>Period activity of the receivable accounts, as Fusion's balances report it.</summary>
    public required decimal FusionAmount { get; init; }

    /// <summary>Journal lines in Fusion that carry a line key which another line carries too.</summary>
    public required long DuplicatePostings { get; init; }

    /// <summary>Sum of the absolute differences over all facilities and periods that nothing accounts for.</summary>
    public required decimal Unexplained { get; init; }

    /// <summary>Sum of the absolute differences of charge counts.</summary>
    public required long UnexplainedCount { get; init; }

    public required long JournalBatches { get; init; }

    /// <summary>Record versions received: the left side of the account of records.</summary>
    public required long RecordsReceived { get; init; }

    /// <summary>Record versions in a named state: the right side; equals <see cref="RecordsReceived"/>.</summary>
    public required long RecordsAccounted { get; init; }

    /// <summary>Seconds from the first component's start to the reconciliation, set-up and build excluded.</summary>
    public required double Seconds { get; init; }

    /// <summary>The month-end; null where the demo has none.</summary>
    public MonthEndResult? MonthEnd { get; init; }

    /// <summary>Whether the books agree: nothing unexplained, nothing twice, no record without a state, a closed period as it was closed.</summary>
    [JsonIgnore]
    public bool Agrees => MonthEnd is not { ClosedPeriodUnchanged: false } && Unexplained == 0 && UnexplainedCount == 0 && DuplicatePostings == 0 && RecordsReceived == RecordsAccounted;

    /// <summary>One JSON object; amounts are strings with two decimals, so that no reader turns them into floating point.</summary>
    internal string ToJson() => JsonSerializer.Serialize(this, Format);

    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new AmountConverter() },
    };

    private sealed class AmountConverter : JsonConverter<decimal>
    {
        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            decimal.Parse(reader.GetString()!, NumberStyles.Number, CultureInfo.InvariantCulture);

        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString("0.00", CultureInfo.InvariantCulture));
    }
}
