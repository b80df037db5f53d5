namespace Syntra.Cerner.Events.Receiving;

/// <summary>What a sender is told. Reasons are words of ours and paths of elements: never a value of the message.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">For metrics and the log.</param>
/// <param name="Detail">For the sender; null tells nothing more.</param>
internal readonly record struct HookAnswer(int Status, string Code, string? Detail = null)
{
    internal static readonly HookAnswer Accepted = new(200, "accepted");
    internal static readonly HookAnswer Duplicate = new(200, "duplicate");

    /// <summary>Resources that were acknowledged and left out, since their type is not taken.</summary>
    internal int LeftOut { get; init; }

    internal bool AsksToRetry => Status is 429 or 503;
}

/// <summary>A message that is answered before it was understood.</summary>
internal sealed class HookRefusedException(HookAnswer answer) : Exception(answer.Code)
{
    internal HookAnswer Answer => answer;
}
