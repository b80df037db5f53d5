using Syntra.Streams.Runtime;
using Syntra.Streams.Serialization;
using Syntra.Streams.State;

namespace Syntra.Streams.Windows;

/// <summary>Describes the store of a windowed table.</summary>
internal sealed record WindowStoreBuilder<TKey, TValue> : StoreBuilder
{
    private readonly ISerde<TKey> _keySerde;
    private readonly ISerde<TValue> _valueSerde;
    private readonly TimeWindows _windows;

    public WindowStoreBuilder(string name, TimeWindows windows, ISerde<TKey> keySerde, ISerde<TValue> valueSerde)
        : base(name) => (_windows, _keySerde, _valueSerde) = (windows, keySerde, valueSerde);

    internal override StoreInstance Create(StoreCreation creation)
    {
        var bytes = creation.CreateBytes(this);
        var face = new WindowStore<TKey, TValue>(Name, _windows, bytes, _keySerde, _valueSerde, creation.Changelog(this), creation.Context);
        return new StoreInstance(this, creation.Context.TaskId.Partition, face, bytes);
    }
}
