using Syntra.Governance.Keys;
using Syntra.Streams.Errors;

namespace Syntra.Topology.Pipeline;

/// <summary>
/// Decides about input that does not open or decode: it is poison and goes to the dead letters, without its payload. Only while the key
/// service is away nothing can be said of the record, so the streams stop there and read it again once they are started.
/// </summary>
public sealed class SealedInputHandler : IDeserializationExceptionHandler
{
    /// <inheritdoc />
    public HandlerResponse Handle(ErrorContext context, Exception exception) =>
        exception is KeyException { Fault: KeyFault.Unavailable } ? HandlerResponse.Fail : HandlerResponse.DeadLetter;
}
