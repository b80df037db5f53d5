using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Syntra.Contracts;

namespace Syntra.Fusion.Tests.Delivery;

internal static class Instructions
{
    public static string Key(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static JournalInstruction Of(int record, decimal amount, string facility = "589783", string segment = "101", string account = "40000", string period = Pod.OpenPeriod, long version = 1)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{record}/{version}");
        var date = DateOnly.ParseExact(period, "MMM-yy", CultureInfo.InvariantCulture).AddDays(9);
        return new JournalInstruction
        {
            IdempotencyKey = Key("instruction/" + name),
            RecordId = record.ToString(CultureInfo.InvariantCulture),
            SourceVersion = version,
            Ledger = Pod.Ledger,
            LedgerId = Pod.LedgerId,
            Facility = facility,
            BusinessUnit = "US BU",
            Currency = "USD",
            MappingVersion = "w1",
            SourceUpdatedAt = DateTimeOffset.UnixEpoch,
            Lines =
            [
                new JournalLine { Key = Key("dr/" + name), Role = "RECEIVABLE", AccountingDate = date, Period = period, OriginalPeriod = period, Segments = [segment, "0000", "12000", "0000"], Debit = amount },
                new JournalLine { Key = Key("cr/" + name), Role = "REVENUE", AccountingDate = date, Period = period, OriginalPeriod = period, Segments = [segment, "4100", account, "0000"], Credit = amount },
            ],
        };
    }
}
