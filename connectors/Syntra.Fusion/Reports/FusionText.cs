using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Syntra.Fusion.Reports;

/// <summary>
/// What is repeated of a text by Fusion in receipts, dead letters and logs. Fusion echoes values, and a value may be of a person: so
/// only words of a closed list pass, and values that we know we sent; every other word, number or code becomes an underscore.
/// </summary>
internal static partial class FusionText
{
    private const string Masked = "_";

    // Words of Journal Import's, the loader's and the REST resources' messages. Those that are common names (will, may, mark, grant,
    // bill, young, long, price, ...) are left out on purpose: a masked word costs little.
    private static readonly FrozenSet<string> s_words = Split("""
        a an and any are as at be because been before but by can cannot could did do does either else error errors every failed for from
        had has have if in into invalid is it its least line lines more must neither no none nor not of off on only or other out over
        own row rows same shall should than that the their there these this those to too under until up was were when where which while
        with within without you your
        accept accepted access account accounting accounts active actual adjustment allowed already amount amounts application argument
        attempt attribute attributes authentication authorized authorised balance balanced balances balancing batch batches body bound
        calendar category change changed character characters chart check child closed code codes column columns combination complete
        completed conflict constraint contains content conversion converted correct correction cost create created credit currency
        current data database date dates day debit default defined definition delete deleted denied detail details different digits
        disabled discarded document documents double duplicate effective empty enabled end ended enter enterable entered entry exceeded
        exceeds exist existing exists expected expired extension external failure field fields file files format forbidden found
        functional future gateway general greater group groups handling id identifier import imported incorrect inactive information
        input insert inserted insufficient integer interface internal item items job journal journals key larger later latest ledger
        ledgers left legal length less limit list load loaded loader locked longer manager maximum message method minimum missing month
        multiple name named names natural network new next null number numeric object occurred official open opened operation oracle
        order parameter parameters parent partial path pending perform period periods permission permissions permitted posted posting
        precision previous privilege privileges process processed processing quantity query rate reached read reason record records
        reference refused reject rejected related request requested requests required resource resources response retry return returned
        reversal right rights role roles rule rules security segment segments server service session set size source specific specified
        specify start started state status stop submit submitted succeeded successfully support suspense system table tablespace
        temporarily time timeout token total transaction type types unable unauthorized unavailable unbalanced unexpected unique unit
        unknown unposted updated update upload uploaded user valid validation value values version violated warning wrong year zero
        """);

    /// <summary>The text with everything masked that is neither a word of the list nor one of <paramref name="known"/>.</summary>
    /// <param name="text">Fusion's text.</param>
    /// <param name="known">Values that may be repeated because they come from the workbook, for example the segments of the line.</param>
    public static string Quote(string text, IReadOnlyCollection<string> known)
    {
        var quoted = Token().Replace(text, m => s_words.Contains(m.Value) || known.Contains(m.Value, StringComparer.Ordinal) ? m.Value : Masked);
        return Repeated().Replace(Strange().Replace(quoted, " "), Masked).Trim();
    }

    private static FrozenSet<string> Split(string words) => words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // Hyphens and the like bind: what is between blanks stands or falls as one.
    [GeneratedRegex(@"[\p{L}\p{M}\p{N}](?:[^\s,;:()""'<>.]*[\p{L}\p{M}\p{N}])?", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Token();

    [GeneratedRegex(@"(?:[^\p{L}\p{N}\s_.,;:()'\-]|\s)+(?:\.(?:[^\p{L}\p{N}\s_.,;:()'\-]|\s)+)?", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Strange();

    [GeneratedRegex("_(?:[^A-Za-z0-9]*_)+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Repeated();
}
