using Syntra.Contracts;
using Syntra.Governance.Pseudonyms;
using Syntra.Streams;
using Syntra.Streams.Processors;
using Syntra.Streams.State;
using Syntra.Topology.Intake;
using Syntra.Topology.Pipeline;
using Syntra.Topology.Posting;
using Syntra.Topology.Reference;

namespace Syntra.Topology.Analytics;

/// <summary>
/// Keeps the copy in step with the charges: what stands of each is stored, and a change takes exactly that back before the new row goes.
/// So sums over the topic are right without a key, which Safe Harbor may not give, and whatever mode or workbook was in force meanwhile.
/// </summary>
internal sealed class AnalyticsCopy(AnalyticsShape shape, IReferenceData reference, IProcessorContext<string, PostingOutput> context)
{
    private const string NoKey = "-";

    private readonly IKeyValueStore<string, AnalyticsCharge> _rows = context.GetStore<IKeyValueStore<string, AnalyticsCharge>>(ChargePipeline.AnalyticsStore);

    /// <summary>A version came; one that is older than what is known changes nothing.</summary>
    /// <param name="recordId">The charge.</param>
    /// <param name="before">What was known of it.</param>
    /// <param name="version">The version.</param>
    /// <returns>A dead letter where the mode does not let the version pass; else null.</returns>
    public PostingOutput.Refuse? Received(string recordId, PostedCharge? before, ReceivedCharge version)
    {
        var (raw, known) = (version.Charge, before?.SourceVersion ?? long.MinValue);
        if (raw.SourceVersion < known)
        {
            return null;
        }

        try
        {
            var row = raw.Active ? shape.Of(raw, reference) : null;
            if (row is not null && row != _rows.Get(recordId))
            {
                // Logged before it leaves.
                shape.Access?.Opened(shape.PatientOf(raw));
            }

            Replace(recordId, row);
            return null;
        }
        catch (PseudonymException fault)
        {
            Replace(recordId, null);
            return raw.SourceVersion == known ? null : Refused(recordId, version, fault.Fault);
        }
    }

    /// <summary>Puts a row in the place of the one that stands; null where the charge has none any more.</summary>
    public void Replace(string recordId, AnalyticsCharge? row)
    {
        var standing = _rows.Get(recordId);
        if (standing == row)
        {
            return;
        }

        if (standing is not null)
        {
            Send(standing with { Count = -standing.Count, Quantity = -standing.Quantity, Amount = -standing.Amount });
        }

        if (row is null)
        {
            _rows.Delete(recordId);
        }
        else
        {
            _rows.Put(recordId, row);
            Send(row);
        }
    }

    // Without headers: trace and event ids would join the copy with the ledger's topics.
    private void Send(AnalyticsCharge row) =>
        context.Forward(new Record<string, PostingOutput>(row.ChargeToken ?? NoKey, new PostingOutput.Copy(row), AnalyticsDates.RecordTime(row), Headers: null));

    private PostingOutput.Refuse Refused(string recordId, ReceivedCharge version, PseudonymFault fault) => Refusals.Of(
        context.RecordMetadata!.Value,
        "analytics",
        recordId,
        fault == PseudonymFault.UnknownPatient ? ReasonCodes.AnalyticsPatientUnknown : ReasonCodes.AnalyticsNotPseudonymised,
        version.Charge.SourceVersion);
}
