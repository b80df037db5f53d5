namespace Syntra.Sandbox.Fusion.Setup;

/// <summary>A journal source. The interface file names it by <paramref name="DisplayName"/>; the import job's argument 2 by <paramref name="Key"/>.
/// For seeded sources both are the same text; for one that a customer made the key is a 3000000xxxxxxxx number.</summary>
/// <param name="DisplayName">USER_JE_SOURCE_NAME.</param>
/// <param name="Key">JE_SOURCE_KEY, or the name for seeded sources.</param>
public sealed record FusionJournalSource(string DisplayName, string Key)
{
    /// <summary>A source that comes with the product.</summary>
    public static FusionJournalSource Seeded(string name) => new(name, name);
}
