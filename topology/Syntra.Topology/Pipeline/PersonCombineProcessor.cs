using Syntra.Contracts;
using Syntra.Streams;
using Syntra.Streams.Processors;
using Syntra.Streams.State;
using Syntra.Topology.Encounters;

namespace Syntra.Topology.Pipeline;

/// <summary>Counts PERSON_COMBINE rows: who the patient is moves no money.</summary>
internal sealed class PersonCombineProcessor : IProcessor<string, RawPersonCombine, string, SourceRowAccount>
{
    private IKeyValueStore<string, SourceRowAccount> _accounts = null!;

    public void Init(IProcessorContext<string, SourceRowAccount> context) =>
        _accounts = context.GetStore<IKeyValueStore<string, SourceRowAccount>>(ChargePipeline.PersonCombineStore);

    public void Process(Record<string, RawPersonCombine> record)
    {
        if (record.Key is { } key && record.Value is { } row)
        {
            _accounts.Put(key, RowAccounts.Received(_accounts.Get(key), row.SourceVersion));
        }
    }

    public void Close()
    {
    }
}
