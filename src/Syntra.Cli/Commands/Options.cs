using System.CommandLine;
using System.Globalization;

namespace Syntra.Cli.Commands;

/// <summary>Checks of option values that are the same for several verbs.</summary>
internal static class Options
{
    /// <summary>Takes whole numbers from <paramref name="least"/> to <paramref name="most"/> only.</summary>
    internal static Option<int> Within(this Option<int> option, int least, int most)
    {
        option.CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most)
            {
                return number;
            }
            result.AddError($"{option.Name} takes a whole number from {least} to {most}, not '{text}'.");
            return 0;
        };
        return option;
    }

    /// <summary>Takes whole numbers from <paramref name="least"/> on.</summary>
    internal static Option<long?> From(this Option<long?> option, long least) => option.Reads(
        $"a whole number from {least} on", text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && number >= least ? number : null);

    /// <summary>Takes whole numbers from <paramref name="least"/> on.</summary>
    internal static Option<int?> From(this Option<int?> option, int least) => option.Reads(
        $"a whole number from {least} to {int.MaxValue}", text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= least ? number : null);

    /// <summary>Takes a day as FHIR and ISO write it, whatever the machine's language.</summary>
    internal static Option<DateOnly?> AsDay(this Option<DateOnly?> option) => option.Reads<DateOnly>(
        "a day like 2025-03-31", text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null);

    /// <summary>Takes one of the values' names.</summary>
    internal static Option<T?> AsOneOf<T>(this Option<T?> option)
        where T : struct, Enum
    {
        option.HelpName = option.Name.TrimStart('-');
        return option.Reads<T>(
            "one of " + string.Join(", ", Enum.GetNames<T>()), text => Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0]) ? value : null);
    }

    /// <summary>Takes one of a few words.</summary>
    internal static Option<string?> AsOneOf(this Option<string?> option, IReadOnlyCollection<string> words)
    {
        option.CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (words.Contains(text, StringComparer.Ordinal))
            {
                return text;
            }
            result.AddError($"{option.Name} takes one of {string.Join(", ", words)}, not '{text}'.");
            return null;
        };
        return option;
    }

    /// <summary>Takes absolute http and https addresses only.</summary>
    internal static Option<Uri> AsAddress(this Option<Uri> option)
    {
        option.CustomParser = result =>
        {
            if (AddressOf(result.Tokens[0].Value) is { } address)
            {
                return address;
            }
            result.AddError($"{option.Name} takes an address like http://127.0.0.1:8081, not '{result.Tokens[0].Value}'.");
            return null;
        };
        return option;
    }

    private static Option<T?> Reads<T>(this Option<T?> option, string takes, Func<string, T?> read)
        where T : struct
    {
        option.CustomParser = result =>
        {
            var value = read(result.Tokens[0].Value);
            if (value is null)
            {
                result.AddError($"{option.Name} takes {takes}, not '{result.Tokens[0].Value}'.");
            }
            return value;
        };
        return option;
    }

    /// <summary>The address; null when the text is none that HTTP can use.</summary>
    internal static Uri? AddressOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) ? address : null;
}
