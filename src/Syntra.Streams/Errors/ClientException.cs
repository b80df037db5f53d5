using Syntra.Streams.Runtime;

namespace Syntra.Streams.Errors;

/// <summary>What an error of a Kafka client asks for; told apart once, in <c>KafkaErrors</c>.</summary>
internal enum ErrorKind
{
    /// <summary>Try the same call again.</summary>
    Retriable,

    /// <summary>Abort the transaction and process its records again.</summary>
    Abortable,

    /// <summary>Another instance took over: drop everything, make new producers, join again.</summary>
    Fenced,

    /// <summary>This one record can never be written.</summary>
    Refused,

    /// <summary>Stop; a person must change something.</summary>
    Fatal,
}

/// <summary>A failure of a Kafka client, sorted by what to do about it.</summary>
internal sealed class ClientException(ErrorKind kind, string operation, string code, Exception? cause = null)
    : EngineException($"{operation}: {code} ({kind})", cause)
{
    public ErrorKind Kind => kind;

    public string Operation => operation;

    public string Code => code;
}
