using System.Globalization;
using Syntra.Contracts;
using Syntra.Topology.Reference;
using Syntra.Topology.Workbook;

namespace Syntra.Topology.Tests.Support;

/// <summary>A workbook for the tests, a calendar for it, and charges that it can map.</summary>
internal static class Sample
{
    public const string Ledger = "Lakeside Health US";
    public const string Tenant = "demo";

    public static IReadOnlyList<WorkbookFile> Files { get; } =
        Read("tests", "Syntra.Topology.Tests", "Support", "workbook");

    public static CompiledWorkbook Workbook { get; } = Compile(Files);

    public static ReferenceSnapshot Reference { get; } = new(Workbook.Entries, [Calendar()]);

    public static DateTimeOffset ReadAt { get; } = At("2026-06-20T12:00:00Z");

    public static IReadOnlyList<WorkbookFile> Read(params ReadOnlySpan<string> folder) =>
        [.. Directory.GetFiles(Repository.PathOf(folder), "*.csv").Order(StringComparer.Ordinal)
            .Select(path => new WorkbookFile(Path.GetFileName(path), File.ReadAllText(path)))];

    public static CompiledWorkbook Compile(IReadOnlyList<WorkbookFile> files)
    {
        var result = WorkbookCompiler.Compile(files);
        return result.Workbook ?? throw new InvalidOperationException(string.Join('\n', result.Errors));
    }

    /// <summary>Monthly periods of 2025 and 2026 with an adjustment period; open but for the months named.</summary>
    public static LedgerCalendar Calendar(params IReadOnlyCollection<string> closed) => new()
    {
        Ledger = Ledger,
        AsOf = At("2026-06-20T00:00:00Z"),
        Periods =
        [
            .. Enumerable.Range(0, 24).Select(i => new DateOnly(2025, 1, 1).AddMonths(i)).Select(first => new FiscalPeriod
            {
                Name = first.ToString("MMM-yy", CultureInfo.InvariantCulture),
                StartDate = first,
                EndDate = first.AddMonths(1).AddDays(-1),
                Status = closed.Contains(first.ToString("MMM-yy", CultureInfo.InvariantCulture)) ? PeriodStatus.Closed : PeriodStatus.Open,
            }),
            new FiscalPeriod
            {
                Name = "Adj-26", StartDate = new DateOnly(2026, 12, 31), EndDate = new DateOnly(2026, 12, 31), Adjustment = true, Status = PeriodStatus.Open,
            },
        ],
    };

    public static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>A charge of 3 x 40.00 at hospital 101, department 2001, code C1001, served on 10 May 2026; 120.00 in period May-26.</summary>
    public static RawCharge Raw(string id = "5001", long version = 1) => new()
    {
        ChargeItemId = id,
        SourceVersion = version,
        UpdatedAt = At("2026-06-01T08:00:00Z"),
        ReadAt = ReadAt,
        Active = true,
        ProcessFlag = "999",
        ChargeType = "DR",
        EncounterId = "7001",
        EncounterFound = true,
        OrganizationId = "101",
        DepartmentCode = "2001",
        ChargeCode = "C1001",
        Quantity = "3",
        UnitPrice = "40.00",
        ExtendedPrice = "120.00",
        ServiceAt = "2026-05-10T15:30:00Z",
    };

    public static RawCharge WithAmount(this RawCharge raw, decimal amount)
    {
        var text = amount.ToString(CultureInfo.InvariantCulture);
        return raw with { Quantity = "1", UnitPrice = text, ExtendedPrice = text };
    }

    public static ReceivedCharge Received(RawCharge raw, long offset = 0) => new() { Charge = raw, Partition = 0, Offset = offset };

    public static JournalReceipt Receipt(JournalInstruction instruction, string? code = null) => new()
    {
        IdempotencyKey = instruction.IdempotencyKey,
        RecordId = instruction.RecordId,
        SourceVersion = instruction.SourceVersion,
        Outcome = code is null ? ReceiptOutcome.Accepted : ReceiptOutcome.Rejected,
        ReasonCode = code,
        BatchName = "B1",
        GroupId = 1,
        AnsweredAt = ReadAt,
    };
}
