using System.Globalization;
using System.Text.Json;
using Syntra.Contracts;
using Syntra.Fusion.Objects.Calls;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Objects.Assignments;

/// <summary>
/// Assignments of existing workers, effective-dated: a change from a day on, a correction of what was said of a day, a change put in
/// before later ones, an end. Upsert-Mode is not offered for dated resources, so the worker is looked up by PersonNumber first.
/// </summary>
internal sealed class AssignmentConnector(ObjectCalls calls) : StepConnector<AssignmentState>(calls)
{
    public override ObjectKind Kind => ObjectKind.WorkerAssignment;

    protected override ValueTask<AssignmentState> StartAsync(ObjectInstruction instruction, bool isFirst, CancellationToken ct) =>
        ValueTask.FromResult(new AssignmentState());

    protected override ObjectStep<AssignmentState> Next(ObjectInstruction instruction, AssignmentState state)
    {
        if (instruction.Assignment is not { } payload)
        {
            return new ObjectStep<AssignmentState>.Refuse(ObjectErrorClass.Poison, ReasonCodes.NoPayload);
        }

        if (instruction.EffectiveDate is not { } day)
        {
            return new ObjectStep<AssignmentState>.Refuse(ObjectErrorClass.Poison, ReasonCodes.NoEffectiveDate);
        }

        if (!state.WorkerAsked)
        {
            var query = Uri.EscapeDataString($"PersonNumber={Answers.Quote(payload.PersonNumber)}");
            return Calls.Get("workers", "hcmRestApi", $"workers?q={query}&expand=workRelationships.assignments&limit=2", (r, a) => Answers.Read(r, a, root => Worker(root, payload)));
        }

        if (!state.WorkerThere)
        {
            return new ObjectStep<AssignmentState>.Refuse(ObjectErrorClass.Parked, ReasonCodes.WorkerNotThere);
        }

        if (state.Address is not { } address)
        {
            return new ObjectStep<AssignmentState>.Refuse(ObjectErrorClass.Parked, ReasonCodes.AssignmentNotThere);
        }

        return state.RowAsked
            ? Settle(instruction, payload, day, state, address)
            : Row(address, day, row => state with { RowAsked = true, Row = row });
    }

    private ObjectStep<AssignmentState> Settle(ObjectInstruction instruction, AssignmentPayload payload, DateOnly day, AssignmentState state, string address)
    {
        if (state.Row is not { } row)
        {
            return new ObjectStep<AssignmentState>.Refuse(ObjectErrorClass.Parked, ReasonCodes.AssignmentNotThere);
        }

        switch (instruction.Operation)
        {
            case ObjectOperation.End when row.To == day:
                return End(row);
            case ObjectOperation.End:
                return Change(address, row, DateTracking.End(day), null, state);
            case ObjectOperation.Withdraw when row.From != day:
                // No change starts on that day (any more).
                return End(row);
            case ObjectOperation.Withdraw when !state.BeforeAsked:
                return Row(address, day.AddDays(-1), before => state with { BeforeAsked = true, Before = before });
            case ObjectOperation.Withdraw when state.Before is null:
                return new ObjectStep<AssignmentState>.Refuse(ObjectErrorClass.Held, ReasonCodes.AssignmentNotThere, "The assignment begins on that day; what was before it cannot be put back.");
            case ObjectOperation.Withdraw:
                var was = state.Before!.Facts;
                return row.Facts == was ? End(row) : Change(address, row, DateTracking.Change(row, day, LaterChanges.Keep), Body(was, null, null), state);
            default:
                var desired = AssignmentFacts.Of(payload);
                return DateTracking.Stands(row, desired, instruction.LaterChanges)
                    ? End(row)
                    : Change(address, row, DateTracking.Change(row, day, instruction.LaterChanges), Body(desired, payload.ActionCode, payload.ReasonCode), state);
        }
    }

    private static ObjectStep<AssignmentState>.End End(AssignmentRow row) =>
        new(("EffectiveStartDate", row.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));

    private ObjectStep<AssignmentState>.Call Row(string address, DateOnly day, Func<AssignmentRow?, AssignmentState> learn)
    {
        var at = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return Calls.GetAt("assignments", $"{address[..address.LastIndexOf('/')]}?effectiveDate={at}&limit=500", (r, a) => learn(Answers.Read(r, a, root => Answers.Items(root).EnumerateArray()
            .Where(i => Answers.Self(i) == address).Select(AssignmentRow.Read).FirstOrDefault())));
    }

    /// <summary>Dated updates answer with the row that they made; it is read again, because the day may have several changes.</summary>
    private ObjectStep<AssignmentState>.Call Change(string address, AssignmentRow row, string effectiveOf, byte[]? body, AssignmentState state) =>
        Calls.Patch("assignments.update", address, row.ETag, body ?? "{}"u8.ToArray(), (_, _) => state with { RowAsked = false, BeforeAsked = false }, [("Effective-Of", effectiveOf)]);

    private static AssignmentState Worker(JsonElement root, AssignmentPayload payload)
    {
        var workers = Answers.Items(root).EnumerateArray().ToList();
        var assignments = workers.SelectMany(w => Children(w, "workRelationships")).SelectMany(r => Children(r, "assignments"));
        return new AssignmentState
        {
            WorkerAsked = true,
            WorkerThere = workers.Count > 0,
            Address = assignments.Where(a => a.Text("AssignmentNumber") == payload.AssignmentNumber).Select(Answers.Self).FirstOrDefault(),
        };
    }

    /// <summary>Children come as an array before framework version 3 and as a collection from then on.</summary>
    private static IEnumerable<JsonElement> Children(JsonElement item, string name) =>
        item.OneOrMany(name).SelectMany(c => c.Member("items") is not null ? c.OneOrMany("items") : [c]);

    private static byte[] Body(AssignmentFacts facts, string? action, string? reason) => JsonBody.Object(json =>
    {
        foreach (var (name, value) in ((string, string?)[])[("ActionCode", action), ("ReasonCode", reason), ("AssignmentStatusTypeCode", facts.Status), ("DepartmentName", facts.Department), ("JobCode", facts.Job), ("LocationCode", facts.Location), ("BusinessUnitName", facts.BusinessUnit)])
        {
            if (value is not null)
            {
                json.WriteString(name, value);
            }
        }
    });
}
