using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Syntra.Sandbox.Tests.Fusion.Support;

namespace Syntra.Sandbox.Tests.Fusion;

public sealed class ObjectJournalTests
{
    private const string Fscm = "fscmRestApi/resources/11.13.18.05/";
    private const string Values = "valueSets/Cost%20Center/child/values";

    [Fact]
    public async Task Objects_stand_after_a_restart_as_they_stood_made_changed_deleted_and_refused()
    {
        await using var pod = await Pod.StartAsync();
        await BatchAsync(pod, Part("upsert", Value("A", "Büro \"1\" <&> \U0001F3E5")), Part("upsert", Value("B", "two")));
        await BatchAsync(pod, Part("upsert", Value("A", "one anew")), Part("upsert", Value("C", "three")));
        using (var refused = await SendAsync(pod, Part("upsert", Value("D", "of a refused batch")), Part("upsert", Value("LONGER-THAN-TEN", "too long"))))
        {
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }

        var made = (long)(await RequisitionAsync(pod))["RequisitionHeaderId"]!;
        using (var deleted = await pod.Client.DeleteAsync($"{Fscm}purchaseRequisitions/{made}"))
        {
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        }

        var before = await pod.GetAsync("sandbox/objects/values");
        await pod.RestartAsync();

        Assert.Equal(before.ToJsonString(), (await pod.GetAsync("sandbox/objects/values")).ToJsonString());
        Assert.Equal(["A", "B", "C"], before.AsArray().Select(static v => (string)v!["key"]!));
        Assert.Equal("one anew", (string)before[0]!["attributes"]!["Description"]!);
        Assert.Empty((await pod.GetAsync("sandbox/objects/purchaseRequisitions")).AsArray());
    }

    [Fact]
    public async Task Objects_of_a_database_from_before_the_journal_are_taken_over_once()
    {
        await using var pod = await Pod.StartAsync();
        var set = (long)(await pod.GetAsync("sandbox/objects/valueSets"))[0]!["id"]!;
        await pod.RestartAsync(options =>
        {
            Execute(options.DatabaseFile, string.Create(CultureInfo.InvariantCulture, $$"""
                CREATE TABLE fusion_object (resource TEXT NOT NULL, id INTEGER NOT NULL, parent_id INTEGER NOT NULL, natural_key TEXT, version INTEGER NOT NULL,
                  attributes TEXT NOT NULL, PRIMARY KEY (resource, id)) WITHOUT ROWID;
                INSERT INTO fusion_object VALUES ('values', 300000100009999, {{set}}, 'OLD', 3, '{"Value": "OLD", "Description": "from before"}');
                """));
            return options;
        });
        await BatchAsync(pod, Part("upsert", Value("OLD", "changed since")));
        await pod.RestartAsync();

        var value = Assert.Single((await pod.GetAsync("sandbox/objects/values")).AsArray())!;
        Assert.Equal(("OLD", 4, "changed since"), ((string)value["key"]!, (int)value["version"]!, (string)value["attributes"]!["Description"]!));
        Assert.Equal(0, Execute(pod.Options.DatabaseFile, "SELECT count(*) FROM sqlite_master WHERE name = 'fusion_object'"));
    }

    [Fact]
    public async Task A_journal_of_changes_that_mostly_replace_one_another_is_written_anew_at_a_start()
    {
        await using var pod = await Pod.StartAsync();
        var same = Enumerable.Repeat(Part("upsert", Value("A", "again and again")), 2000).ToArray();
        for (var i = 0; i < 26; i++)
        {
            await BatchAsync(pod, same);
        }

        var rows = Execute(pod.Options.DatabaseFile, "SELECT count(*) FROM fusion_object_change");
        await pod.RestartAsync();

        Assert.True(rows > 26, $"{rows} rows");
        Assert.Equal(1, Execute(pod.Options.DatabaseFile, "SELECT count(*) FROM fusion_object_change"));
        Assert.Equal(52_000, (int)Assert.Single((await pod.GetAsync("sandbox/objects/values")).AsArray())!["version"]!);
    }

    [Fact]
    public async Task An_attribute_that_is_sent_twice_is_refused_not_chosen_from()
    {
        await using var pod = await Pod.StartAsync();
        using var content = new StringContent("""{"Value": "A", "Description": "first", "Description": "second"}""", Encoding.UTF8, "application/json");
        using var answer = await pod.Client.PostAsync(Fscm + Values, content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty((await pod.GetAsync("sandbox/objects/values")).AsArray());
    }

    private static JsonObject Value(string value, string description) => new() { ["Value"] = value, ["Description"] = description, ["EnabledFlag"] = "Y", ["StartDateActive"] = null };

    private static JsonObject Part(string operation, JsonObject payload) => new() { ["id"] = "p", ["path"] = "/" + Values, ["operation"] = operation, ["payload"] = payload };

    private static async Task BatchAsync(Pod pod, params JsonObject[] parts)
    {
        using var answer = await SendAsync(pod, parts);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<HttpResponseMessage> SendAsync(Pod pod, params JsonObject[] parts)
    {
        using var content = new StringContent(new JsonObject { ["parts"] = new JsonArray([.. parts.Select(static p => p.DeepClone())]) }.ToJsonString());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.oracle.adf.batch+json");
        return await pod.Client.PostAsync(Fscm, content);
    }

    private static async Task<JsonNode> RequisitionAsync(Pod pod)
    {
        using var answer = await pod.Client.PostAsync(Fscm + "purchaseRequisitions", PodCalls.Json(new JsonObject
        {
            ["RequisitioningBU"] = "Hospital BU", ["PreparerEmail"] = "a@b", ["Description"] = "[k]",
            ["lines"] = new JsonArray(new JsonObject
            {
                ["LineNumber"] = 1, ["LineTypeCode"] = "Goods", ["CategoryName"] = "Supplies", ["Quantity"] = 2, ["UOM"] = "Each",
                ["DestinationTypeCode"] = "EXPENSE", ["DeliverToLocationCode"] = "W1", ["RequestedDeliveryDate"] = "2025-12-20",
            }),
        }));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    private static long Execute(string file, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is long number ? number : 0;
    }
}
