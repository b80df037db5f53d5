using Syntra.Contracts;
using Syntra.Topology.Encounters;
using Syntra.Topology.Workbook;

namespace Syntra.Topology.Tests.Support;

/// <summary>Encounters, deletions and reviews of the world.</summary>
internal sealed partial class World
{
    private readonly EncounterMachine _encounterMachine = new("CANCELLED");

    public Dictionary<string, EncounterRecord> EncounterRecords { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, EncounterState> Encounters { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, ReviewItem> Reviews { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Gone { get; } = new(StringComparer.Ordinal);

    public EncounterState? Find(string encounter) => Encounters.GetValueOrDefault(encounter);

    /// <summary>Publishes the same rule for both ledgers: the columns from rule_id to crosswalk_change.</summary>
    public void PublishRules(string rule)
    {
        var columns = "rule_id,version,method,late_charge,open_correction,closed_correction,hold_amount,hold_percent,hold_when,approver_roles,two_persons,crosswalk_change".Split(',');
        var values = rule.Split(',');
        foreach (var ledger in (string[])["Lakeside Health US", "Harbor Health US"])
        {
            Publish("rule", $"{ledger}/charge", [.. columns.Zip(values)]);
        }
    }

    public void EncounterRow(string id, long version, string facility, bool cancelled = false) => Tell(id, _encounterMachine.Row(
        Guard.Encounter(id), EncounterRecords.GetValueOrDefault(id), new RawEncounter
        {
            EncounterId = id, SourceVersion = version, UpdatedAt = Sample.ReadAt, ReadAt = Sample.ReadAt, Active = true,
            Status = cancelled ? "CANCELLED" : "DISCHARGED", OrganizationId = facility,
        }));

    public void Combine(string combineId, long version, string from, string to, bool undone = false)
    {
        var row = new RawEncounterCombine
        {
            CombineId = combineId, SourceVersion = version, UpdatedAt = Sample.ReadAt, ReadAt = Sample.ReadAt, Active = true,
            FromEncounterId = from, ToEncounterId = to, CombinedAt = Sample.ReadAt.AddMinutes(-1), UncombinedAt = undone ? Sample.ReadAt : null,
        };
        Tell(from, _encounterMachine.Combine(Guard.Encounter(from), EncounterRecords.GetValueOrDefault(from), row, Guard.Encounter(to)));
        Tell(to, _encounterMachine.Combine(Guard.Encounter(to), EncounterRecords.GetValueOrDefault(to), row, null));
    }

    public void Delete(string id, bool purge = false)
    {
        Gone.Add(id);
        var delete = new RawDelete { ChargeItemId = id, Purge = purge, DeletedAt = Sample.ReadAt, ReadAt = Sample.ReadAt };
        Apply(id, _machine.Deleted(id, States.GetValueOrDefault(id), delete, 0, _offset++));
    }

    public void Decide(ReviewItem item, DecisionKind kind, string who = "ada", string role = "controller", string? hash = null) =>
        Apply(item.RecordId, _machine.Decided(States.GetValueOrDefault(item.RecordId), new ReviewDecision
        {
            RecordId = item.RecordId, SourceVersion = item.SourceVersion, Decision = kind, ItemId = item.ItemId,
            FactsHash = hash ?? item.FactsHash, Who = who, Role = role, At = Sample.ReadAt,
        }));

    public void Redrive(string id) => Apply(id, _machine.Decided(States[id], new ReviewDecision
    {
        RecordId = id, SourceVersion = States[id].Worked?.Charge.SourceVersion ?? 0, Decision = DecisionKind.Redrive, Who = "ada", Role = "operator", At = Sample.ReadAt,
    }));

    /// <summary>The open item of a charge.</summary>
    public ReviewItem Open(string id) => States[id].Review ?? throw new InvalidOperationException($"Nothing of {id} is held.");

    private void Tell(string id, EncounterStep step)
    {
        EncounterRecords[id] = step.Record;
        if (step.Broadcast is not { } state)
        {
            return;
        }

        Encounters[state.Encounter] = state;
        foreach (var (recordId, charge) in States.Where(s => s.Value.Indexed.Contains(state.Encounter)).ToList())
        {
            Apply(recordId, _machine.EncounterChanged(charge));
        }
    }

    // The rules page's section 3, by the shortest way: the source's totals count a charge where its encounter went.
    private RawCharge Effective(RawCharge raw)
    {
        if (raw.EncounterId is not { } id)
        {
            return raw;
        }

        var (token, combined, passed) = (Guard.Encounter(id.Value()), false, new HashSet<string>(StringComparer.Ordinal));
        while (Encounters.GetValueOrDefault(token) is { } state)
        {
            if (!passed.Add(token))
            {
                return raw;
            }

            if (state.CombinedInto is not { } into)
            {
                return raw with { Active = raw.Active && !state.Cancelled, OrganizationId = combined ? state.OrganizationId : raw.OrganizationId };
            }

            (token, combined) = (into, true);
        }

        return raw;
    }
}
