namespace Syntra.Fusion.Delivery;

/// <summary>Another instance with the same transactional id has taken over; this one must stop. Nothing is lost.</summary>
public sealed class DeliveryFencedException : Exception
{
    internal DeliveryFencedException(string producerId, Exception inner)
        : base($"Another instance delivers as '{producerId}'; this one has stopped. Run one instance per tenant.", inner)
    {
    }
}

/// <summary>What the topics hold cannot be: the delivery stops rather than guess.</summary>
public sealed class DeliveryStateException : Exception
{
    internal DeliveryStateException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>One batch cannot go on until something outside is changed; the others go on.</summary>
internal sealed class BatchHeldException(string reason) : Exception(reason);

/// <summary>The connection to Kafka must be built up anew from the delivery topic.</summary>
internal sealed class SessionLostException(string message, Exception inner) : Exception(message, inner);
