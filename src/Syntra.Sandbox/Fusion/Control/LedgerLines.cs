using System.Globalization;
using System.Text.Json.Nodes;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Control;

/// <summary>GET /sandbox/ledger-lines: every journal line, ordered by what it says and not by when it came, amounts as strings.
/// With ?stable=true without what depends on how lines were grouped into files and runs (ids, group, batch, journal, line number),
/// so that two runs over the same facts give the same bytes.</summary>
internal static class LedgerLines
{
    private static readonly string[] s_volatile = ["groupId", "jeBatchId", "batchName", "batchReference", "journalName", "lineNumber"];

    public static JsonArray Read(Session session, bool stableOnly) => new([.. session.Query(
        """
        SELECT b.ledger_id, ld.name, l.effective_date, b.period_name, l.account, h.currency_code, l.entered_dr, l.entered_cr, l.reference_1, l.description,
          b.je_source, h.je_category, b.status, b.group_id, b.je_batch_id, b.name, b.reference1, h.name, l.je_line_num
        FROM gl_je_lines l JOIN gl_je_headers h USING (je_header_id) JOIN gl_je_batches b USING (je_batch_id) JOIN gl_ledgers ld USING (ledger_id)
        ORDER BY b.ledger_id, l.reference_1, l.effective_date, b.period_name, l.account, h.currency_code, l.entered_dr, l.entered_cr, l.description, b.status, b.je_batch_id, l.je_line_num
        """,
        r => (JsonNode)Trim(stableOnly, new JsonObject
        {
            ["ledgerId"] = r.GetInt64(0),
            ["ledgerName"] = r.GetString(1),
            ["accountingDate"] = r.GetString(2),
            ["periodName"] = r.GetString(3),
            ["account"] = r.GetString(4),
            ["segments"] = new JsonArray([.. r.GetString(4).Split('-').Select(static s => (JsonNode)s)]),
            ["currency"] = r.GetString(5),
            ["debit"] = Text(r.Amount(6)),
            ["credit"] = Text(r.Amount(7)),
            ["reference21"] = r.Text(8),
            ["description"] = r.Text(9),
            ["source"] = r.GetString(10),
            ["category"] = r.GetString(11),
            ["postingStatus"] = r.GetString(12),
            ["groupId"] = r.Number(13),
            ["jeBatchId"] = r.GetInt64(14),
            ["batchName"] = r.GetString(15),
            ["batchReference"] = r.Text(16),
            ["journalName"] = r.GetString(17),
            ["lineNumber"] = r.GetInt64(18),
        }))]);

    private static JsonObject Trim(bool stableOnly, JsonObject line)
    {
        foreach (var name in stableOnly ? s_volatile : [])
        {
            line.Remove(name);
        }

        return line;
    }

    private static string? Text(decimal? amount) => amount?.ToString("0.00########", CultureInfo.InvariantCulture);
}
