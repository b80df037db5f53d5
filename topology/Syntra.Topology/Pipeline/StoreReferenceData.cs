using Syntra.Contracts;
using Syntra.Streams.Processors;
using Syntra.Streams.State;
using Syntra.Topology.Posting;
using Syntra.Topology.Reference;

namespace Syntra.Topology.Pipeline;

/// <summary>Reference data from the global tables, as they are at the moment of asking.</summary>
internal sealed class StoreReferenceData(
    IReadOnlyKeyValueStore<string, CrosswalkEntry> crosswalk, IReadOnlyKeyValueStore<string, LedgerCalendar> calendars, CodeShapes shapes) : IReferenceData
{
    public static StoreReferenceData Of<TOut>(ChargePipelineOptions options, IProcessorContext<string, TOut> context) => new(
        context.GetStore<IReadOnlyKeyValueStore<string, CrosswalkEntry>>(ChargePipeline.CrosswalkStore),
        context.GetStore<IReadOnlyKeyValueStore<string, LedgerCalendar>>(ChargePipeline.CalendarStore),
        options.CodeShapes);

    public CodeShapes Shapes => shapes;

    public CrosswalkEntry? Crosswalk(string table, string code) => crosswalk.Get(CrosswalkTables.Key(table, code));

    public LedgerCalendar? Calendar(string ledger) => calendars.Get(ledger);
}
