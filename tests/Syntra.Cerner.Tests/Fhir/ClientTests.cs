using System.Net;
using Syntra.Cerner.Fhir.Client;
using Syntra.Contracts;
using static Syntra.Cerner.Tests.Fhir.ScriptedServer;

namespace Syntra.Cerner.Tests.Fhir;

/// <summary>The traps of real servers, Millennium's above all, one by one.</summary>
public sealed class ClientTests
{
    private const string Second = Root + "?pageContext=9f1c&direction=NEXT";

    [Fact]
    public async Task Pages_are_followed_by_the_servers_links_as_they_are_and_no_total_is_needed()
    {
        var server = new ScriptedServer((_, n) => Json(n == 1 ? Page(Second, Entry("a"), Entry("b")) : Page(null, Entry("c"))));
        var (found, report) = await server.SearchAsync(server.Client());
        Assert.Equal(["a|1", "b|1", "c|1"], found);
        Assert.Equal([Root + "/Practitioner?active=true&_count=100", Second], server.Asked.Select(u => u.AbsoluteUri));
        Assert.Equal(2, report.Pages);
    }

    [Fact]
    public async Task An_id_that_comes_on_two_pages_comes_once_and_again_only_if_it_is_newer()
    {
        var server = new ScriptedServer((_, n) => Json(n == 1 ? Page(Second, Entry("a", 2), Entry("b")) : Page(null, Entry("a", 1), Entry("b", 2), Entry("c"))));
        var (found, report) = await server.SearchAsync(server.Client());
        Assert.Equal(["a|2", "b|1", "b|2", "c|1"], found);
        Assert.Equal(1, report.Repeated);
    }

    [Theory]
    [InlineData("https://evil.example/r4/t1?page=2")]
    [InlineData("https://ehr.example/r4/other?page=2")]
    [InlineData("https://ehr.example:8443/r4/t1?page=2")]
    [InlineData("http://ehr.example/r4/t1?page=2")]
    [InlineData("https://user@ehr.example/r4/t1?page=2")]
    [InlineData("https://ehr.example/r4/t1/../other/Practitioner")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    public async Task A_link_that_leads_away_from_the_server_is_not_followed(string link)
    {
        var server = new ScriptedServer((_, _) => Json(Page(link, Entry("a"))));
        var fault = await Assert.ThrowsAsync<FhirFaultException>(() => server.SearchAsync(server.Client()));
        Assert.Equal(FhirFaultKind.Untrusted, fault.Kind);
        Assert.Single(server.Asked);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed(int status)
    {
        var server = new ScriptedServer((_, _) => new HttpResponseMessage((HttpStatusCode)status) { Headers = { Location = new Uri("https://evil.example/") } });
        Assert.Equal(FhirFaultKind.Untrusted, (await ReadFaultAsync(server)).Kind);
        Assert.Single(server.Asked);
    }

    [Theory]
    [InlineData(403, "forbidden", FhirFaultKind.Forbidden)]
    [InlineData(404, "not-found", FhirFaultKind.NotFound)]
    [InlineData(410, "deleted", FhirFaultKind.Gone)]
    [InlineData(422, "business-rule", FhirFaultKind.TooMany)]
    [InlineData(422, "not-supported", FhirFaultKind.Refused)]
    [InlineData(400, "invalid", FhirFaultKind.Refused)]
    [InlineData(409, "conflict", FhirFaultKind.Refused)]
    public async Task What_stays_wrong_is_asked_once_and_its_texts_are_not_passed_on(int status, string code, FhirFaultKind kind)
    {
        var server = new ScriptedServer((_, _) => Outcome(status, code));
        var fault = await ReadFaultAsync(server);
        Assert.Equal((kind, status), (fault.Kind, fault.Status));
        Assert.Single(server.Asked);
        Assert.DoesNotContain("canary", fault.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("p-17", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_issue_code_that_FHIR_does_not_have_is_not_quoted()
    {
        var server = new ScriptedServer((_, _) => Outcome(400, "Smith, John"));
        var fault = await ReadFaultAsync(server);
        Assert.Equal(["other"], fault.IssueCodes);
    }

    [Fact]
    public async Task A_500_about_a_missing_required_element_is_a_defect_of_the_data_and_not_tried_again()
    {
        var server = new ScriptedServer((_, _) => Outcome(500, "required", "fatal"));
        Assert.Equal(FhirFaultKind.Defect, (await ReadFaultAsync(server)).Kind);
        Assert.Single(server.Asked);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(408)]
    public async Task A_server_that_is_not_well_is_asked_again_with_growing_pauses_and_given_up_in_the_end(int status)
    {
        var server = new ScriptedServer((_, _) => Outcome(status, "transient"));
        Assert.Equal(FhirFaultKind.Unreachable, (await ReadFaultAsync(server)).Kind);
        Assert.Equal(5, server.Asked.Count);
        Assert.Equal(4, server.Clock.Pauses.Count);
        Assert.All(server.Clock.Pauses.Index(), p => Assert.InRange(p.Item.TotalMilliseconds, 250 * Math.Pow(2, p.Index), 500 * Math.Pow(2, p.Index)));
    }

    [Fact]
    public async Task Throttling_is_waited_out_as_long_as_the_server_says()
    {
        var server = new ScriptedServer((_, n) => n == 1 ? Outcome(429, "throttled", retryAfter: 17) : Json("""{"resourceType":"Practitioner","id":"p-17"}"""));
        var found = await server.Client().ReadAsync("Practitioner", "p-17"!, CancellationToken.None);
        Assert.Equal("p-17", found.Head.Id);
        Assert.Equal(TimeSpan.FromSeconds(17), Assert.Single(server.Clock.Pauses));
    }

    [Fact]
    public async Task A_Retry_After_beyond_our_patience_is_passed_on_with_its_time()
    {
        var server = new ScriptedServer((_, _) => Outcome(429, "throttled", retryAfter: 600));
        var fault = await ReadFaultAsync(server);
        Assert.Equal((FhirFaultKind.Throttled, TimeSpan.FromMinutes(10)), (fault.Kind, fault.RetryAfter));
        Assert.Single(server.Asked);
    }

    [Fact]
    public async Task A_record_left_out_and_one_that_breaks_the_rules_are_counted_and_spoil_nothing()
    {
        const string LeftOut = """{"resource":{"resourceType":"OperationOutcome","issue":[{"severity":"warning","code":"required"}]},"search":{"mode":"outcome"}}""";
        const string Broken = """{"resource":{"resourceType":"Practitioner","id":"b","active":"perhaps"}}""";
        var server = new ScriptedServer((_, _) => Json(Page(null, Entry("a"), LeftOut, Broken, """{"resource":{"resourceType":"Practitioner"}}""", Entry("z", type: "Device"))));
        var (found, report) = await server.SearchAsync(server.Client());
        Assert.Equal(["a|1", "b|"], found);
        Assert.Equal((1, "required"), (report.Unreadable, Assert.Single(report.Outcomes)));
    }

    [Fact]
    public async Task A_page_that_is_gone_begins_the_walk_anew_and_nothing_comes_twice()
    {
        var server = new ScriptedServer((r, n) => n switch
        {
            1 => Json(Page(Second, Entry("a"))),
            2 => Outcome(404, "not-found"),
            3 => Json(Page(Root + "?pageContext=2", Entry("a"))),
            _ => Json(Page(null, Entry("b"))),
        });
        var (found, report) = await server.SearchAsync(server.Client());
        Assert.Equal(["a|1", "b|1"], found);
        Assert.Equal(1, report.Restarts);
    }

    [Fact]
    public async Task Pages_that_lead_in_a_circle_or_never_end_are_given_up()
    {
        var circle = new ScriptedServer((_, _) => Json(Page(Second, Entry("a"))));
        Assert.Equal(FhirFaultKind.Unreadable, (await Assert.ThrowsAsync<FhirFaultException>(() => circle.SearchAsync(circle.Client()))).Kind);
        Assert.Equal(2, circle.Asked.Count);
        var endless = new ScriptedServer((_, n) => Json(Page(Root + "?page=" + n, Entry("a"))));
        await Assert.ThrowsAsync<FhirFaultException>(() => endless.SearchAsync(endless.Client(change: o => o with { MaxPages = 7 })));
        Assert.Equal(7, endless.Asked.Count);
    }

    [Fact]
    public async Task An_answer_beyond_the_limit_is_refused_whether_announced_or_not()
    {
        var large = """{"resourceType":"Practitioner","id":"p-17","x":" """ + new string('x', 4000) + "\"}";
        foreach (var announced in new[] { true, false })
        {
            var server = new ScriptedServer((_, _) =>
            {
                var answer = Json(large);
                answer.Content.Headers.ContentLength = announced ? answer.Content.Headers.ContentLength : null;
                return answer;
            });
            var fault = await Assert.ThrowsAsync<FhirFaultException>(() =>
                server.Client(change: o => o with { MaxBodyBytes = 2048 }).ReadAsync("Practitioner", "p-17"!, CancellationToken.None));
            Assert.Equal(FhirFaultKind.TooLarge, fault.Kind);
        }
    }

    [Theory]
    [InlineData("../metadata")]
    [InlineData("a?b")]
    [InlineData("")]
    public async Task An_id_that_is_none_never_becomes_an_address(string id)
    {
        var server = new ScriptedServer((_, _) => Json("{}"));
        await Assert.ThrowsAsync<FhirFaultException>(() => server.Client().ReadAsync("Practitioner", id!, CancellationToken.None));
        Assert.Empty(server.Asked);
    }

    [Fact]
    public async Task Another_resource_than_was_asked_for_is_no_answer()
    {
        var server = new ScriptedServer((_, _) => Json("""{"resourceType":"Patient","id":"p-17"}"""));
        Assert.Equal(FhirFaultKind.Unreadable, (await ReadFaultAsync(server)).Kind);
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.20.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("8.8.8.8", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("2606:4700::1", true)]
    public void Addresses_of_the_own_network_are_told_from_public_ones(string address, bool isPublic) =>
        Assert.Equal(isPublic, NetworkGuard.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public async Task The_guarded_client_connects_to_no_private_address()
    {
        using var http = NetworkGuard.Client(allowPrivate: false);
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri("http://127.0.0.1:1/")));
        Assert.Equal(FhirFaultKind.Untrusted, Assert.IsType<FhirFaultException>(refused.InnerException).Kind);
    }

    private static async Task<FhirFaultException> ReadFaultAsync(ScriptedServer server) =>
        await Assert.ThrowsAsync<FhirFaultException>(() => server.Client().ReadAsync("Practitioner", "p-17"!, CancellationToken.None));
}
