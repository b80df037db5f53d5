namespace Syntra.Cerner.Millennium;

/// <summary>Where combined encounters end, for the control totals: read straight from ENCNTR_COMBINE and ENCOUNTER, past the stream.</summary>
internal sealed class CombinedEncounters
{
    private const string Combines = """
        SELECT FROM_ENCNTR_ID, TO_ENCNTR_ID, CMB_DT_TM, ENCNTR_COMBINE_ID FROM ENCNTR_COMBINE WHERE ACTIVE_IND = 1 AND UCB_DT_TM IS NULL
        """;

    private const string Targets = """
        SELECT E.ENCNTR_ID, E.ORGANIZATION_ID, S.CDF_MEANING
        FROM ENCOUNTER E
        LEFT JOIN CODE_VALUE S ON S.CODE_VALUE = E.ENCNTR_STATUS_CD AND S.CODE_SET = 261
        WHERE E.ENCNTR_ID IN (SELECT TO_ENCNTR_ID FROM ENCNTR_COMBINE)
        """;

    private readonly Dictionary<string, string> _into;
    private readonly Dictionary<string, (string? Organization, string? Status)> _targets;

    private CombinedEncounters(Dictionary<string, string> into, Dictionary<string, (string? Organization, string? Status)> targets) =>
        (_into, _targets) = (into, targets);

    internal static async Task<CombinedEncounters> ReadAsync(Database database, CancellationToken ct)
    {
        var combines = await database.QueryAsync(
            Combines,
            [],
            r => (From: ExactText.Id(r.GetValue(0)) ?? "", To: ExactText.Id(r.GetValue(1)) ?? "", At: ExactText.Of(r.GetValue(2)) ?? "", Id: ChargeModRow.Number(r.GetValue(3))),
            ct).ConfigureAwait(false);
        var targets = await database.QueryAsync(
            Targets, [], r => (Id: ExactText.Id(r.GetValue(0)) ?? "", Organization: ExactText.Reference(r.GetValue(1)), Status: ExactText.Of(r.GetValue(2))), ct)
            .ConfigureAwait(false);
        var into = combines
            .Where(c => c.From != c.To)
            .GroupBy(c => c.From, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.OrderBy(c => c.At, StringComparer.Ordinal).ThenBy(c => c.Id).Last().To, StringComparer.Ordinal);
        return new CombinedEncounters(into, targets.ToDictionary(t => t.Id, t => (t.Organization, t.Status), StringComparer.Ordinal));
    }

    /// <summary>Facility and status of the encounter at the end of the chain; null where the encounter was not combined, or its chain is a circle.</summary>
    internal (string? Organization, string? Status)? EndOf(string? encounter)
    {
        if (encounter is null || !_into.ContainsKey(encounter))
        {
            return null;
        }

        var passed = new HashSet<string>(StringComparer.Ordinal);
        var end = encounter;
        while (_into.TryGetValue(end, out var next))
        {
            if (!passed.Add(end))
            {
                return null;
            }

            end = next;
        }

        return _targets.TryGetValue(end, out var target) ? target : (null, null);
    }
}
