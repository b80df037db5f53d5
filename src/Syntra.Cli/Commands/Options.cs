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

    /// <summary>The address; null when the text is none that HTTP can use.</summary>
    internal static Uri? AddressOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) ? address : null;
}
