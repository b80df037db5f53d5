using Syntra.Contracts;

namespace Syntra.Topology.Intake;

/// <summary>Whose a raw record is, as a token.</summary>
public static class PatientTokens
{
    /// <summary>The patient's token; the encounter's where the row names no patient, the charge's where it names neither.</summary>
    public static string Of(RawCharge raw, ISourceTokens tokens) =>
        raw.PersonId?.Token(tokens, TokenSpaces.Person) ?? raw.EncounterId?.Token(tokens, TokenSpaces.Encounter) ?? raw.ChargeItemId.Token(tokens, TokenSpaces.Charge);
}
