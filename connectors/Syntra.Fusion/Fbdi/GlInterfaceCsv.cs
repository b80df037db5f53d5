using System.Globalization;
using System.Text;

namespace Syntra.Fusion.Fbdi;

/// <summary>Writes <c>GlInterface.csv</c>: 149 positional columns, no header, UTF-8 without byte order mark.</summary>
public static class GlInterfaceCsv
{
    /// <summary>The name that the zip must hold, at its root.</summary>
    public const string FileName = "GlInterface.csv";

    private const int ReferenceLength = 240;
    private const string DateFormat = "yyyy/MM/dd";

    private static readonly int s_status = GlInterfaceColumns.IndexOf("STATUS");
    private static readonly int s_segment1 = GlInterfaceColumns.IndexOf("SEGMENT1");
    private static readonly int s_enteredDr = GlInterfaceColumns.IndexOf("ENTERED_DR");
    private static readonly int s_reference1 = GlInterfaceColumns.IndexOf("REFERENCE1");
    private static readonly int s_reference21 = GlInterfaceColumns.IndexOf("REFERENCE21");
    private static readonly int s_groupId = GlInterfaceColumns.IndexOf("GROUP_ID");

    /// <summary>The file of one batch. Journals that do not balance never leave.</summary>
    /// <exception cref="UnbalancedJournalException">Debits and credits differ within a journal and balancing segment.</exception>
    /// <exception cref="ArgumentException">A line is not one that Fusion could hold (too many segments, amount too fine, both or no amount).</exception>
    public static byte[] Write(GlBatch batch)
    {
        JournalBalance.Assert(batch.Lines);
        var text = new StringBuilder(batch.Lines.Count * 700);
        var row = new string?[GlInterfaceColumns.Count];
        foreach (var line in batch.Lines)
        {
            Array.Clear(row);
            FillHeader(row, batch, line);
            FillAmounts(row, batch.Currency, line);
            FillReferences(row, batch, line);
            CsvFields.AppendRow(text, row);
        }

        return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text.ToString());
    }

    private static void FillHeader(string?[] row, GlBatch batch, GlLine line)
    {
        string?[] head =
        [
            "NEW", batch.LedgerId, Date(line.AccountingDate), Clean(batch.Source), Clean(batch.Category), batch.Currency, Date(batch.DateCreated), "A",
        ];
        head.CopyTo(row, s_status);
        if (line.Segments.Count is 0 or > 30)
        {
            throw new ArgumentException($"Line {line.Key} has {line.Segments.Count} segments; Fusion takes 1 to 30.", nameof(line));
        }

        for (var i = 0; i < line.Segments.Count; i++)
        {
            row[s_segment1 + i] = Clean(line.Segments[i]);
        }

        // PERIOD_NAME (column 95) stays empty: Fusion finds the period by the accounting date, and EP01 says when it is not open.
        row[s_groupId] = batch.GroupId.ToString(CultureInfo.InvariantCulture);
    }

    private static void FillAmounts(string?[] row, string currency, GlLine line)
    {
        if (line is { Debit: null, Credit: null } or { Debit: not null, Credit: not null } || line.Debit < 0 || line.Credit < 0)
        {
            throw new ArgumentException($"Line {line.Key} must have one amount, a debit or a credit, that is not negative.", nameof(line));
        }

        // Accounted equals entered: these journals are in the ledger's own currency, without conversion.
        row[s_enteredDr] = row[s_enteredDr + 2] = line.Debit is { } debit ? CurrencyDigits.Format(debit, currency) : null;
        row[s_enteredDr + 1] = row[s_enteredDr + 3] = line.Credit is { } credit ? CurrencyDigits.Format(credit, currency) : null;
    }

    private static void FillReferences(string?[] row, GlBatch batch, GlLine line)
    {
        row[s_reference1] = Reference(batch.BatchName);
        row[s_reference1 + 1] = Reference(batch.BatchDescription);
        row[s_reference1 + 3] = Reference(line.JournalName);
        row[s_reference1 + 5] = Reference(batch.BatchId);
        row[s_reference1 + 9] = Reference($"{line.Role} {line.RecordId}");
        string[] keys =
        [
            line.Key, line.RecordId, line.SourceVersion.ToString(CultureInfo.InvariantCulture), line.OriginalPeriod,
            line.Role, line.InstructionKey, line.MappingVersion, line.Facility, line.Rule ?? "",
        ];
        for (var i = 0; i < keys.Length; i++)
        {
            row[s_reference21 + i] = keys[i].Length == 0 ? null : Reference(keys[i]);
        }
    }

    private static string Date(DateOnly date) => date.ToString(DateFormat, CultureInfo.InvariantCulture);

    private static string Reference(string value)
    {
        var clean = Clean(value);
        if (clean.Length <= ReferenceLength)
        {
            return clean;
        }

        // Never half of a surrogate pair: that would not be UTF-8 any more.
        return clean[..(char.IsHighSurrogate(clean[ReferenceLength - 1]) ? ReferenceLength - 1 : ReferenceLength)];
    }

    /// <summary>SQL*Loader ends a record at a line break even inside quotes, so control characters become spaces before quoting.</summary>
    private static string Clean(string value) =>
        HasControl(value) ? new string([.. value.Select(c => char.IsControl(c) ? ' ' : c)]) : value;

    private static bool HasControl(string value) =>
        value.AsSpan().ContainsAnyInRange('\u0000', '\u001f') || value.AsSpan().ContainsAnyInRange('\u007f', '\u009f');
}
