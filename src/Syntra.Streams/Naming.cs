namespace Syntra.Streams;

/// <summary>Kafka's rule for legal names, applied to topics, stores and nodes, since store names become parts of topic names.</summary>
internal static class Naming
{
    public static void Check(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name is "." or ".." || name.Length > 249 || !name.All(IsLegal))
        {
            throw new ArgumentException($"'{name}' is not a legal name: use up to 249 letters, digits, '.', '_' or '-'.", nameof(name));
        }
    }

    public static string Changelog(string applicationId, string store) => $"{applicationId}-{store}-changelog";

    public static string Repartition(string applicationId, string name) => $"{applicationId}-{name}-repartition";

    private static bool IsLegal(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-';
}
