using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Objects.Calls;
using Syntra.Sandbox.Fusion.Objects.Store;

namespace Syntra.Sandbox.Fusion.Objects.Workers;

/// <summary>Changes the dated rows of one assignment as Effective-Of says.</summary>
internal sealed class DatedRows(ObjectTransaction transaction, long assignment)
{
    public ObjectRow Change(ObjectRequest request, EffectiveOf range)
    {
        var day = (range.Mode == "END_DATE" ? range.End : range.Start)
            ?? throw FusionProblem.BadRequest(range.Mode == "END_DATE" ? "RangeEndDate is required." : "RangeStartDate is required.", "Effective-Of");
        var rows = WorkerRows.Timeline(transaction.Tables, assignment);
        var row = rows.Find(r => WorkerRows.From(r) <= day && day <= WorkerRows.To(r)) ?? throw FusionProblem.BadRequest("There is no row that is effective on that date.", "Effective-Of");
        Items.Match(request, row);
        var later = rows.Where(r => WorkerRows.From(r) > day).ToList();
        switch (range.Mode)
        {
            case "END_DATE":
                if (request.Body is { } body && body.EnumerateObject().Any())
                {
                    throw FusionProblem.BadRequest("The body must be empty for RangeMode END_DATE.");
                }

                Remove(later);
                return End(row, day);
            case "CORRECTION":
                return Correct(row, ObjectAttributes.Of(request.Attributes), WorkerRows.To(row));
            case "REPLACE_CORRECTION":
                Remove(later);
                return Correct(row, ObjectAttributes.Of(request.Attributes), WorkerRows.EndOfTime);
            case "UPDATE":
                return Split(row, day, WorkerRows.To(row), request);
            default:
                if (!range.IsLogical)
                {
                    throw FusionProblem.BadRequest("REPLACE_UPDATE needs RangeSpan LOGICAL_ROW_END_DATE.", "Effective-Of");
                }

                Remove(later);
                return Split(row, day, WorkerRows.EndOfTime, request);
        }
    }

    private ObjectRow Split(ObjectRow row, DateOnly day, DateOnly to, ObjectRequest request)
    {
        if (WorkerRows.From(row) == day)
        {
            throw FusionProblem.BadRequest("A change starts on that date already; correct it.", "Effective-Of");
        }

        request.Required("ActionCode");
        End(row, day.AddDays(-1));
        var next = row.Attributes.With(ObjectAttributes.Of(request.Attributes));

        return transaction.Insert(WorkerRows.Rows, null, WorkerRows.Dated(day, to, next), null, assignment);
    }

    private ObjectRow Correct(ObjectRow row, ObjectAttributes changes, DateOnly to) =>
        transaction.Update(row, row.With(changes.With(ObjectAttributes.Of([new("EffectiveEndDate", WorkerRows.Text(to))]))));

    private ObjectRow End(ObjectRow row, DateOnly lastDay) => transaction.Update(row, row.With([new("EffectiveEndDate", WorkerRows.Text(lastDay))]));

    private void Remove(List<ObjectRow> rows) => rows.ForEach(transaction.Delete);
}
