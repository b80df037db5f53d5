namespace Syntra.Streams.Processors;

/// <summary>
/// A step of a topology, written by hand. One instance per task, called by one thread at a time:
/// <see cref="Init"/> once, <see cref="Process"/> per record, <see cref="Close"/> once.
/// </summary>
/// <typeparam name="TKeyIn">Key type of the records that come in.</typeparam>
/// <typeparam name="TValueIn">Value type of the records that come in.</typeparam>
/// <typeparam name="TKeyOut">Key type of the records that are forwarded.</typeparam>
/// <typeparam name="TValueOut">Value type of the records that are forwarded.</typeparam>
public interface IProcessor<TKeyIn, TValueIn, TKeyOut, TValueOut>
{
    /// <summary>Called once, after the task's stores were restored and before the first record.</summary>
    void Init(IProcessorContext<TKeyOut, TValueOut> context);

    /// <summary>Handles one record. An exception goes to the processing handler; what was forwarded before it stays forwarded.</summary>
    void Process(Record<TKeyIn, TValueIn> record);

    /// <summary>Called once when the task closes. Stores can no longer be written.</summary>
    void Close();
}
