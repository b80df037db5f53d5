using System.Globalization;
using Syntra.Sandbox.Fusion.Ess.Jobs;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Gl;

/// <summary>Journal Import over the pending rows of a ledger and source: each GROUP_ID is taken whole or refused whole.
/// Rows of a refused group stay in GL_INTERFACE, good ones with status P; rows of a taken one are gone.</summary>
internal sealed class JournalImport(Session session, ImportSelection selection, long requestId, long now, bool summarize)
{
    private readonly ImportRules _rules = new(session, selection.Ledger);
    private readonly ImportResult _result = new();

    public ImportResult Run()
    {
        // Rows are read in the order of loading, whichever file they came from: two files that share a group id are one group here.
        foreach (var group in Pending().GroupBy(static row => row.GroupId))
        {
            ImportGroup([.. group]);
        }

        return _result;
    }

    private List<InterfaceRow> Pending()
    {
        var byGroup = selection.Group switch
        {
            JournalImportLauncherJob.AllGroups => "",
            "" => "AND group_id IS NULL",
            _ => "AND group_id = @group",
        };
        return session.Query(
            $"SELECT {InterfaceRow.Columns} FROM gl_interface WHERE ledger_id = @ledger AND user_je_source_name = @source {byGroup} ORDER BY row_id",
            InterfaceRow.Map, ("@ledger", selection.Ledger.Id), ("@source", selection.SourceName),
            ("@group", long.TryParse(selection.Group, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null));
    }

    private void ImportGroup(List<InterfaceRow> rows)
    {
        _result.RowsRead += rows.Count;
        var findings = rows.Select((row, i) => new RowFinding(i + 1, row, [.. _rules.Check(row)])).ToList();
        var errors = findings.Where(static f => f.Codes.Count > 0).ToList();
        if (errors.Count == 0)
        {
            var unbalanced = Unbalanced(findings);
            if (selection.Ledger.AllowsSuspense)
            {
                _result.Warnings.AddRange(unbalanced);
            }
            else
            {
                errors = unbalanced;
            }
        }

        if (errors.Count > 0)
        {
            Reject(rows, errors);
            return;
        }

        _result.Batches.AddRange(new JournalWriter(session, selection, requestId, now, summarize).Write(rows, _rules));
        session.Execute(
            "DELETE FROM gl_interface WHERE ledger_id = @ledger AND user_je_source_name = @source AND group_id IS @group",
            ("@ledger", selection.Ledger.Id), ("@source", selection.SourceName), ("@group", rows[0].GroupId));
    }

    private List<RowFinding> Unbalanced(List<RowFinding> findings)
    {
        var code = selection.Ledger.AllowsSuspense ? ImportErrorCode.UnbalancedToSuspense : ImportErrorCode.Unbalanced;
        return
        [
            .. findings.GroupBy(f => JournalKey.Of(f.Row, _rules))
                .Where(static journal => journal.Sum(static f => (f.Row.EnteredDr ?? 0m) - (f.Row.EnteredCr ?? 0m)) != 0m)
                .SelectMany(journal => journal.Select(f => f with { Codes = [(code, ImportErrorCode.Text(code))] }))
                .OrderBy(static f => f.Line),
        ];
    }

    private void Reject(List<InterfaceRow> rows, List<RowFinding> errors)
    {
        _result.RowsRejected += rows.Count;
        _result.Errors.AddRange(errors);
        var bad = errors.ToDictionary(static e => e.Row.RowId);
        foreach (var row in rows)
        {
            var codes = bad.TryGetValue(row.RowId, out var finding) ? finding.Codes : [];
            session.Execute(
                "UPDATE gl_interface SET status = @status, status_description = @text WHERE row_id = @id",
                ("@status", codes.Count == 0 ? "P" : string.Join(',', codes.Select(static c => c.Code))),
                ("@text", codes.Count == 0 ? null : string.Join(' ', codes.Select(static c => c.Text))), ("@id", row.RowId));
        }
    }
}
