namespace Syntra.Simulation.Oracle;

/// <summary>What is broadcast about an encounter.</summary>
internal sealed record Broadcast(long Version, bool Cancelled, string? Into, string? Organization);

/// <summary>Section 2 of the rules page: from the rows of encounters and combines, in the order in which they were taken in, to what is broadcast.</summary>
internal sealed class BroadcastOracle
{
    private readonly Dictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>Everything broadcast of an encounter, in order.</summary>
    public Dictionary<string, List<Broadcast>> Sent { get; } = new(StringComparer.Ordinal);

    public void Take(Fact fact)
    {
        switch (fact)
        {
            case EncounterRowFact row:
                var known = Of(row.Encounter);
                if (row.Version > known.RowVersion)
                {
                    (known.RowVersion, known.Cancelled, known.Organization) = (row.Version, row.Cancelled, row.Organization);
                }

                Say(row.Encounter, known);
                break;
            case CombineFact combine:
                var party = Of(combine.Encounter);
                if (!party.Combines.TryGetValue(combine.Combine, out var last) || combine.Version > last.Version)
                {
                    party.Combines[combine.Combine] = combine;
                }

                Say(combine.Encounter, party);
                break;
        }
    }

    private void Say(string encounter, Known known)
    {
        var latest = known.Combines.Values.Where(c => c.InForce && c.From == encounter)
            .OrderBy(c => c.CombinedAt).ThenBy(c => long.Parse(c.Combine, System.Globalization.CultureInfo.InvariantCulture)).LastOrDefault();
        var sent = Sent.TryGetValue(encounter, out var list) ? list : [];
        var now = new Broadcast(sent.Count + 1, known.Cancelled, latest?.To, known.Organization);
        var isSpecial = known.Cancelled || known.Combines.Count > 0 || sent.Count > 0;
        if (isSpecial && (sent.Count == 0 || sent[^1] with { Version = now.Version } != now))
        {
            sent.Add(now);
            Sent[encounter] = sent;
        }
    }

    private Known Of(string encounter) => _known.TryGetValue(encounter, out var known) ? known : _known[encounter] = new Known();

    private sealed class Known
    {
        public long RowVersion { get; set; } = -1;

        public bool Cancelled { get; set; }

        public string? Organization { get; set; }

        public Dictionary<string, CombineFact> Combines { get; } = new(StringComparer.Ordinal);
    }
}
