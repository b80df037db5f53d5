using Syntra.Contracts;
using Syntra.Topology.Mapping;

namespace Syntra.Topology.Posting;

/// <summary>Whose posting is decided: the parts of the idempotency keys that are the same for all lines of a decision.</summary>
/// <param name="Attempt">0 at first; grows when Fusion refuses an instruction for its period, so that the next one has keys of its own.</param>
/// <param name="ClosedThrough">Everything up to this day counts as closed, whatever the calendar says.</param>
internal sealed record PostingTerms(
    string Tenant,
    string Source,
    string RecordId,
    long SourceVersion,
    DateTimeOffset SourceUpdatedAt,
    int Attempt = 0,
    DateOnly? ClosedThrough = null)
{
    public string InstructionKey(string ledger, string mappingVersion) => Key(ledger, mappingVersion, LineRoles.Instruction);

    public string Key(string ledger, string mappingVersion, string role) => IdempotencyKey.Compute(
        Tenant, ledger, Source, RecordId, Text(SourceVersion), mappingVersion, Attempt == 0 ? role : $"{role}#{Text(Attempt)}");

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
