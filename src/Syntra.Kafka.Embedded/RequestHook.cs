using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded;

/// <summary>What a <see cref="RequestHook"/> does to the request that it catches.</summary>
public enum RequestHookAction
{
    /// <summary>The connection is closed and the request is not carried out.</summary>
    DropRequest,

    /// <summary>The request is carried out, then the connection is closed without an answer.</summary>
    DropAnswer,

    /// <summary>The request is carried out after <see cref="RequestHook.Delay"/>.</summary>
    Delay,

    /// <summary>The request is carried out and every "no error" of its answer is replaced by <see cref="RequestHook.ErrorCode"/>.</summary>
    AnswerError,
}

/// <summary>Disturbs requests of one kind, for tests of clients: the next <see cref="Times"/> of them, then it is spent.</summary>
public sealed record RequestHook(ApiKey Key, RequestHookAction Action)
{
    /// <summary>How many requests it catches.</summary>
    public int Times { get; init; } = 1;

    /// <summary>For <see cref="RequestHookAction.Delay"/>.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>For <see cref="RequestHookAction.AnswerError"/>: Kafka's number, for example 16 (NOT_COORDINATOR).</summary>
    public short ErrorCode { get; init; }

    /// <summary>Restricts it to one client (client.id); null catches any.</summary>
    public string? ClientId { get; init; }
}
