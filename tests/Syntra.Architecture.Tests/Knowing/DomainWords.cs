using System.Text.RegularExpressions;
using Syntra.Architecture.Tests.Tree;

namespace Syntra.Architecture.Tests.Knowing;

/// <summary>The engine serves any stream: no word of hospitals or their ledgers is in it, not even in a comment.</summary>
internal static partial class DomainWords
{
    private static readonly string[] Engine = ["src/Syntra.Streams", "src/Syntra.Streams.Testing", "src/Syntra.Avro", "src/Syntra.Avro.Generator", "src/Syntra.Kafka.Embedded"];

    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "charge", "charges", "encounter", "encounters", "patient", "patients", "hospital", "hospitals", "healthcare", "clinical", "clinician",
        "cerner", "millennium", "fhir", "fusion", "fbdi", "diagnosis", "medication", "nurse", "ward", "mrn",
    };

    public static IEnumerable<string> Check(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Is(".cs", ".csproj") && Engine.Any(file.Under)
        from line in file.Lines.Index()
        let word = SubWord().Matches(line.Item).Select(m => m.Value).FirstOrDefault(Words.Contains)
        where word is not null
        select $"{file.Path}:{line.Index + 1}: '{word}' is a word of the domain; the engine knows nothing of it";

    // "PatientId", "patient_id" and "patient" hold the word; "impatient" and "forward" do not.
    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+(?![a-z])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex SubWord();
}
