using Syntra.Cli.Realtime;
using Syntra.Cli.Runtime;
using Syntra.EndToEnd.Tests.InProcess;
using Syntra.Sandbox.Cerner.Fhir.Hooks;

namespace Syntra.EndToEnd.Tests.Canaries;

/// <summary>Where the signed register lets customers' names go to receivables, they are in Fusion's requests and nowhere of ours unsealed.</summary>
[Collection("realtime")]
public sealed class NamedCanaryTests
{
    // Names, an address, identifiers, a birth date; the last is what the patient is called later.
    private static readonly string[] Canaries = ["Kanarivogel", "Quitterie", "Volierenweg", "Finkenheim", "523-98-7614", "1931-03-07", "Stieglitzer", "Zeisigmann"];

    // What Fusion says of itself, and only Fusion may hold.
    private static readonly string[] Echoes = ["Echovogel", "MRN55512399"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Names_that_may_go_to_receivables_are_found_in_Fusion_and_nowhere_else(bool byFile)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        using var overheard = new Overheard();
        var (search, echoes) = (new CanarySearch(Canaries), new CanarySearch(Echoes));
        Directory.CreateDirectory(folder.Sub("state"));
        using (var loggers = FileLog.Open(Path.Combine(folder.Sub("state"), "syntra.log")))
        {
            await using var rig = await NamedRig.StartAsync(folder.Path, byFile, loggers, cancellation);
            await TroubleAsync(rig, byFile);
            await PeopleAsync(rig, cancellation);
            await RenameAsync(rig, cancellation);
            search.Look("the status", StatusFiles.Print(rig.Status) + StatusFiles.Render(rig.Status));
            Assert.True(CanaryTopics.Look(search, rig.Servers) > 60);
            CanaryTopics.Look(echoes, rig.Servers);
            Assert.True(await rig.Fusion.StruckAsync("status") > 0, "Fusion echoed nothing");
        }

        // What the two simulated systems hold is theirs.
        search.Look("metrics and traces", overheard.Text);
        search.LookInFolder(folder.Path, except: name => name.StartsWith("fusion.db", StringComparison.Ordinal) || name.StartsWith("fhir.db", StringComparison.Ordinal));
        echoes.LookInFolder(folder.Path, except: name => name.StartsWith("fusion.db", StringComparison.Ordinal));
        Assert.Empty(search.Found);
        Assert.Empty(echoes.Found);
    }

    // A name before its admission, an admission before its name, one whose record is no use, and one that Fusion refuses.
    private static async Task PeopleAsync(NamedRig rig, CancellationToken cancellation)
    {
        rig.Server.Put(Patient("p1", "Kanarivogel"));
        rig.Server.Put("""{"resourceType":"Encounter","id":"e1","status":"in-progress","class":{"code":"IMP"},"subject":{"reference":"Patient/p1","display":"Quitterie Kanarivogel"}}""");
        rig.Server.Put("""{"resourceType":"Encounter","id":"e2","status":"in-progress","class":{"code":"IMP"},"subject":{"reference":"Patient/p2"}}""");
        rig.Server.Put("""{"resourceType":"Encounter","id":"e3","status":"Kanarivogel","class":{"code":"IMP"},"subject":{"reference":"Patient/p1"}}""");
        await rig.UntilAsync(async () => (await rig.CustomersAsync(cancellation)).Count >= 3, "three customers stand", cancellation);
        rig.Server.Put(Patient("p2", "Zeisigmann"));
        await rig.UntilAsync(async () => (await rig.CustomersAsync(cancellation)).Order(StringComparer.Ordinal).SequenceEqual(["Kanarivogel", "Kanarivogel", "Zeisigmann", "Zeisigmann"]), "patients and admissions bear their names", cancellation);
    }

    // The webhook that tells of the new name is lost, the poll finds it; then one patient is combined into the other.
    private static async Task RenameAsync(NamedRig rig, CancellationToken cancellation)
    {
        rig.Server.HookFaults = new HookFaults { LosePerMille = 1000 };
        rig.Server.Put(Patient("p1", "Stieglitzer"));
        await rig.UntilAsync(async () => (await rig.CustomersAsync(cancellation)).Count(n => n == "Stieglitzer") == 2, "the new name stands on the patient's customer and on its admission's", cancellation);
        Assert.True(rig.Server.Lost > 0);
        rig.Server.HookFaults = new HookFaults();
        rig.Server.Put("""{"resourceType":"Patient","id":"p2","active":false,"link":[{"other":{"reference":"Patient/p1"},"type":"replaced-by"}]}""");
        await rig.UntilAsync(async () => (await rig.CustomersAsync(cancellation)).Count(n => n == "Stieglitzer") == 3, "the combined patient's admission bears the survivor's name", cancellation);
        await rig.UntilAsync(() => Task.FromResult(rig.Status.Domains.Where(d => d.Name is "admissions" or "patients").All(d => d.Open == 0)), "all is settled", cancellation);
        Assert.True(rig.Status.Domains.Single(d => d.Name == "admissions").DeadLettered >= 1);
    }

    // Fusion that quotes what it was sent, by call and by file, and that is away in between.
    private static Task TroubleAsync(NamedRig rig, bool byFile)
    {
        const string echo = """{"title":"Echovogel Kanarivogel","o:errorDetails":[{"detail":"MRN55512399 of Quitterie Kanarivogel is not valid"}]}""";
        return rig.Fusion.SetAsync(byFile
            ? [new PlannedFault("uploadFileToUCM", "status", 503, Times: 1, Body: echo), new PlannedFault("submitESSJobRequest", "status", 500, Times: 1, Body: echo)]
            : [new PlannedFault("hubPersons", "status", 503, Times: 2, Body: echo), new PlannedFault("CustomerAccountService", "status", 500, Times: 2, Body: echo)]);
    }

    private static string Patient(string id, string family) =>
        $$"""{"resourceType":"Patient","id":"{{id}}","active":true,"identifier":[{"system":"urn:ssn","value":"523-98-7614"}],"name":[{"use":"official","family":"{{family}}","given":["Quitterie"]}],"birthDate":"1931-03-07","address":[{"use":"home","line":["17 Volierenweg"],"city":"Finkenheim","state":"CA","postalCode":"93721","country":"US"}]}""";
}
