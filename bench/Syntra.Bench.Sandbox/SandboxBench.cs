using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Syntra.Bench.Sandbox;

/// <summary>The kinds of calls one after the other, several at a time, each with the objects that the one before made.</summary>
internal static class SandboxBench
{
    private const int AtATime = 8;
    private const int Parts = 100;
    private const string Crm = "crmRestApi/resources/11.13.18.05/";
    private const string Fscm = "fscmRestApi/resources/11.13.18.05/";
    private const string Hcm = "hcmRestApi/resources/11.13.18.05/";

    internal static async Task RunAsync(SandboxProcess sandbox, PodCalls calls, int count, int rounds)
    {
        await calls.SignInAsync().ConfigureAwait(false);
        Console.WriteLine("| kind of call | calls | CPU s per 1,000 | calls/s | resident MB after |");
        Console.WriteLine("|---|---|---|---|---|");
        for (var round = -1; round < rounds; round++)
        {
            // The first round, a tenth as long, compiles the code and counts for nothing.
            await new Round(sandbox, calls, round, round < 0 ? count / 10 : count).RunAsync().ConfigureAwait(false);
        }
    }

    private sealed class Round(SandboxProcess sandbox, PodCalls calls, int round, int count)
    {
        private readonly (string Party, string Site)[] parties = new (string, string)[count];
        private readonly string[] sections = new string[count];
        private readonly string[] assets = new string[count];

        internal async Task RunAsync()
        {
            var before = sandbox.CpuSeconds;
            await MeasureAsync("department: value, upserted, in batches of 100", i => Part(i, "/" + Values, "upsert", Value(i))).ConfigureAwait(false);
            await MeasureAsync("department: value, upserted", i => calls.SendAsync(HttpMethod.Post, Fscm + Values, Value(count + i), PodCalls.Item, ("Upsert-Mode", "true"))).ConfigureAwait(false);
            await MeasureAsync("device: asset added", async i => assets[i] = AssetId(await calls.SendAsync(HttpMethod.Post, Fscm + "erpintegrations", Asset("addAsset", Added(i))).ConfigureAwait(false))).ConfigureAwait(false);
            await MeasureAsync("device: asset described anew", i => calls.SendAsync(HttpMethod.Post, Fscm + "erpintegrations", Asset("updateAssetDescriptiveDetails", Described(i)))).ConfigureAwait(false);
            await MeasureAsync("staff: profile asked for (and hired), in batches of 100", i => Part(i, "/" + Profile(i), "get", null), (i, part) => sections[i] = Section(part)).ConfigureAwait(false);
            await MeasureAsync("staff: licence made, in batches of 100", i => Part(i, sections[i], "create", Licence(i, "L"))).ConfigureAwait(false);
            await MeasureAsync("staff: profile asked for", i => calls.SendAsync(HttpMethod.Get, Hcm + Profile(i), null)).ConfigureAwait(false);
            await MeasureAsync("staff: licence made", i => calls.SendAsync(HttpMethod.Post, string.Concat(Hcm, sections[i].AsSpan(1)), Licence(i, "M"))).ConfigureAwait(false);
            await MeasureAsync("admission: party, upserted, in batches of 100", i => Part(i, "/hubOrganizations", "upsert", Party(i)), (i, part) => parties[i] = Made(part)).ConfigureAwait(false);
            await MeasureAsync("admission: account merged by SOAP", i => calls.SendAsync(HttpMethod.Post, "crmService/CustomerAccountService", Soap(i), "text/xml; charset=utf-8", ("SOAPAction", "\"merge\""))).ConfigureAwait(false);
            await MeasureAsync("admission: party, upserted", i => calls.SendAsync(HttpMethod.Post, Crm + "hubOrganizations", Party(count + i), PodCalls.Item, ("Upsert-Mode", "true"))).ConfigureAwait(false);
            Say("together", count * 11, sandbox.CpuSeconds - before, null);
        }

        private const string Values = "valueSets/Cost%20Center/child/values";

        private int N(int i) => ((round + 1) * 3_000_000) + i;

        private static string Profile(string person) => $"talentPersonProfiles?q=PersonNumber%3D%27{person}%27&expand=certificationSections.certificationItems&limit=2";

        private string Profile(int i) => Profile($"P{N(i)}");

        private string Value(int i) => $$"""{"Value":"D{{N(i)}}","Description":"Department {{N(i)}} r1","EnabledFlag":"Y","StartDateActive":"2020-01-01","EndDateActive":null}""";

        private static string Asset(string handle, string parameters) => $$"""{"OperationName":"processTransaction-{{handle}}","ParameterList":"{{JsonEncodedText.Encode(parameters)}}"}""";

        private string Added(int i) => $$"""{"P_BOOK_TYPE_CODE":"HOSPITAL CORP","PX_ASSET_NUMBER":"DEV{{Scattered(i)}}","P_DESCRIPTION":"Infusion pump {{N(i)}} r1","P_MANUFACTURER_NAME":"Maker","P_MODEL_NUMBER":"M-100","P_SERIAL_NUMBER":"S{{N(i)}}","P_ASSET_TYPE":"CAPITALIZED","P_CATEGORY_ID":12,"P_DATE_PLACED_IN_SERVICE":"2026-01-05","P_COST":4500.00,"P_DISTRIBUTION_ID_TBL":"1","P_UNITS_ASSIGNED_TBL":"1","P_TRANSACTION_UNITS_TBL":"1","P_EXPENSE_CCID_TBL":"15","P_LOCATION_CCID_TBL":"7"}""";

        private string Described(int i) => $$"""{"P_ASSET_ID":"{{assets[i]}}","P_DESCRIPTION":"Infusion pump {{N(i)}} r2","P_MANUFACTURER_NAME":"Maker","P_MODEL_NUMBER":"M-100","P_SERIAL_NUMBER":"S{{N(i)}}"}""";

        private string Licence(int i, string kind) => $$"""{"SourceKey1":"lakeside/practitioner/{{kind}}{{N(i)}}/licence","CertificationName":"Registered nurse","CertificationNumber":"RN{{N(i)}}","IssuedBy":"State board","StateProvinceCode":"TX","Status":"ACTIVE","DateFrom":"2024-01-01","DateTo":"2027-12-31","RenewalDate":null}""";

        private string Party(int i) => $$"""{"PartyNumber":"C{{Scattered(i)}}","SourceSystem":"SYNTRA","SourceSystemReferenceValue":"lakeside/encounter/{{N(i)}}","CreatedByModule":"HZ_WS","PartyUsageCode":"CUSTOMER","OrganizationName":"C{{Scattered(i)}}","Address":[{"AddressType":"BILL_TO","Country":"US","Address1":"C{{Scattered(i)}}"}]}""";

        // As a number made from a hash is.
        private string Scattered(int i) => unchecked((ulong)N(i) * 0x9E3779B97F4A7C15UL).ToString("X16", CultureInfo.InvariantCulture);

        private string Soap(int i) => $"""<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:typ="http://xmlns.oracle.com/apps/cdm/foundation/parties/customerAccountService/applicationModule/types/" xmlns:cus="http://xmlns.oracle.com/apps/cdm/foundation/parties/customerAccountService/"><soapenv:Header /><soapenv:Body><typ:mergeCustomerAccount><typ:customerAccount><cus:PartyId>{parties[i].Party}</cus:PartyId><cus:AccountNumber>C{Scattered(i)}</cus:AccountNumber><cus:AccountName>C{Scattered(i)}</cus:AccountName><cus:OrigSystem>SYNTRA</cus:OrigSystem><cus:OrigSystemReference>lakeside/encounter/{N(i)}</cus:OrigSystemReference><cus:CreatedByModule>HZ_WS</cus:CreatedByModule><cus:CustomerAccountSite><cus:PartySiteId>{parties[i].Site}</cus:PartySiteId><cus:CreatedByModule>HZ_WS</cus:CreatedByModule><cus:CustomerAccountSiteUse><cus:SiteUseCode>BILL_TO</cus:SiteUseCode><cus:CreatedByModule>HZ_WS</cus:CreatedByModule></cus:CustomerAccountSiteUse></cus:CustomerAccountSite></typ:customerAccount></typ:mergeCustomerAccount></soapenv:Body></soapenv:Envelope>""";

        private static string AssetId(byte[] answer)
        {
            using var outer = JsonDocument.Parse(answer);
            using var result = JsonDocument.Parse(outer.RootElement.GetProperty("ParameterList").GetString()!);
            return result.RootElement.GetProperty("X_RETURN_STATUS").GetString() == "S" ? result.RootElement.TryGetProperty("X_ASSET_ID", out var id) ? id.GetString()! : "" : throw new InvalidOperationException(Encoding.UTF8.GetString(answer));
        }

        private static string Section(JsonElement profile)
        {
            var section = profile.GetProperty("items")[0].GetProperty("certificationSections").GetProperty("items")[0];
            var address = section.GetProperty("links")[0].GetProperty("href").GetString()!;
            return string.Concat(address.AsSpan(address.IndexOf("/talentPersonProfiles", StringComparison.Ordinal)), "/child/certificationItems");
        }

        private static (string, string) Made(JsonElement party) => (party.GetProperty("PartyId").ToString(), party.GetProperty("Address")[0].GetProperty("PartySiteId").ToString());

        private static string Part(int i, string path, string operation, string? payload) =>
            $$"""{"id":"p{{i % Parts}}","path":"{{path}}","operation":"{{operation}}"{{(payload is null ? "" : ",\"payload\":" + payload)}}}""";

        private Task MeasureAsync(string kind, Func<int, string> part, Action<int, JsonElement>? learn = null)
        {
            var root = kind[0] switch { 'd' => Fscm, 's' => Hcm, _ => Crm };
            return MeasureAsync(kind, count / Parts, async batch =>
            {
                var first = batch * Parts;
                var body = $$"""{"parts":[{{string.Join(',', Enumerable.Range(first, Parts).Select(part))}}]}""";
                using var answer = JsonDocument.Parse(await calls.SendAsync(HttpMethod.Post, root, body, PodCalls.Batch).ConfigureAwait(false));
                var i = first;
                foreach (var each in answer.RootElement.GetProperty("parts").EnumerateArray())
                {
                    learn?.Invoke(i++, each.GetProperty("payload"));
                }
            });
        }

        private Task MeasureAsync(string kind, Func<int, Task> call) => MeasureAsync(kind, count, call);

        private async Task MeasureAsync(string kind, int times, Func<int, Task> call)
        {
            var (cpu, begun) = (sandbox.CpuSeconds, Stopwatch.GetTimestamp());
            await Parallel.ForEachAsync(Enumerable.Range(0, times), new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (i, _) => await call(i).ConfigureAwait(false)).ConfigureAwait(false);
            Say(kind, count, sandbox.CpuSeconds - cpu, count / Stopwatch.GetElapsedTime(begun).TotalSeconds);
        }

        private void Say(string kind, int made, double cpu, double? rate)
        {
            if (round >= 0)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {kind} | {made} | {cpu * 1000 / made:0.000} | {rate:0} | {sandbox.ResidentMegabytes:0} |"));
            }
        }
    }
}
