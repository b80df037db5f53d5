using Syntra.Contracts;

namespace Syntra.Simulation.Setup;

/// <summary>Tokens that are the same in every run, so that a seed replays; keyed ones would not be. Nothing here is of a person.</summary>
internal sealed class SimTokens : ISourceTokens
{
    public string Token(string space, string identifier) => Of(space, identifier);

    public static string Charge(string id) => Of(TokenSpaces.Charge, id);

    public static string Encounter(string id) => Of(TokenSpaces.Encounter, id);

    private static string Of(string space, string identifier) => space[..1] + identifier;
}
