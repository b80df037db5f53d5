namespace Syntra.Fhir.Types;

/// <summary>The form of a resource's id.</summary>
public static class FhirId
{
    private const int Longest = 64;

    /// <summary>1 to 64 ASCII letters, digits, hyphens and dots.</summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.'))
            {
                return false;
            }
        }

        return text.Length is > 0 and <= Longest;
    }
}
