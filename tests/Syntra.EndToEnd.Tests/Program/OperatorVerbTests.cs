using System.Globalization;
using System.Text.Json;
using Syntra.Cli.Operating;

namespace Syntra.EndToEnd.Tests.Program;

/// <summary>What an operator does with a day that has ended: decide about what is held, follow a charge, try other rules, publish a workbook.</summary>
public sealed class OperatorVerbTests(FinishedDay day)
{
    private const string Raise = """
        UPDATE CHARGE SET ITEM_PRICE = ITEM_PRICE + 2000, ITEM_EXTENDED_PRICE = ITEM_EXTENDED_PRICE + 2000, UPDT_CNT = UPDT_CNT + 1, UPDT_DT_TM = strftime('%Y-%m-%d %H:%M:%S', 'now')
        WHERE CHARGE_ITEM_ID IN (
          SELECT C.CHARGE_ITEM_ID FROM CHARGE C JOIN ENCOUNTER E ON E.ENCNTR_ID = C.ENCNTR_ID JOIN CHARGE_MOD M ON M.CHARGE_ITEM_ID = C.CHARGE_ITEM_ID
          WHERE C.PROCESS_FLG = 999 AND C.ITEM_QUANTITY = 1 AND C.ITEM_EXTENDED_PRICE = C.ITEM_PRICE AND C.ITEM_PRICE > 0 AND C.SERVICE_DT_TM < '2099'
            AND C.CHARGE_ITEM_ID < 5399000000 AND E.ORGANIZATION_ID <> 589790 AND M.FIELD6 NOT IN ('45700119', '45700228')
          ORDER BY C.CHARGE_ITEM_ID DESC LIMIT 2)
        """;

    [Fact]
    public async Task The_day_ends_with_a_close_three_late_corrections_and_the_closed_period_as_it_was()
    {
        var monthEnd = (await day.OutcomeAsync()).Result.GetProperty("monthEnd");

        Assert.True(monthEnd.GetProperty("closedPeriodUnchanged").GetBoolean());
        Assert.Equal(monthEnd.GetProperty("debitsBefore").GetString(), monthEnd.GetProperty("creditsAfter").GetString());
        var corrections = monthEnd.GetProperty("corrections").EnumerateArray().ToList();
        Assert.Equal(["re-priced", "re-priced-held", "credited"], corrections.Select(c => c.GetProperty("kind").GetString()));
        Assert.Equal([0, 2, 0], corrections.Select(c => c.GetProperty("approvals").GetArrayLength()));
        Assert.Equal("12.50", In(corrections[0], "Apr-25"));
        Assert.Equal("1500.00", In(corrections[1], "Apr-25"));
        Assert.All(corrections, c => Assert.NotNull(In(c, "Apr-25")));
    }

    [Fact]
    public async Task Only_the_right_two_people_by_their_own_keys_let_a_held_correction_leave_once_and_what_changed_since_lapses()
    {
        using var folder = new TemporaryFolder();
        string state = folder.Sub("state");
        await day.CopyToAsync(state);
        StoppedState.Tamper(System.IO.Path.Combine(state, "millennium.db"), Raise);
        var held = await DemoProcess.RunAsync([.. FinishedDay.Arguments, "--dir", state]);
        Assert.Equal((0, 2), (held.ExitCode, held.Count("heldCount")));

        await using (await HostAsync(state))
        {
            var open = await HeldAsync(state);
            Assert.Equal(2, open.Count);
            await PublishClerkAsync(state, folder.Sub("draft"));
            await ApproveOnceAsync(state, open[0].Id);
            await LapseAndRejectAsync(state, open[1].Id, open[1].Charge, folder.Sub("draft"));
        }

        var after = await DemoProcess.RunAsync([.. FinishedDay.Arguments, "--dir", state]);
        Assert.Equal((0, 1), (after.ExitCode, after.Count("heldCount")));
        Assert.Equal(Amount(held, "fusionAmount") + 2000m, Amount(after, "fusionAmount"));
        Assert.Equal(0, after.Count("duplicatePostings"));
        string desk = (await RunAsync("audit", "show", "--dir", System.IO.Path.Combine(state, "operator"), "--tenant-folder", System.IO.Path.Combine(state, "tenant"), "--last", "1000")).Output;
        string streams = (await RunAsync("audit", "show", "--dir", state, "--last", "1000")).Output;
        Assert.All((string[])["APPROVE:COUNTED", "APPROVE:REPEATED_PERSON", "APPROVE:ACTED", "APPROVE:ALREADY-APPROVED", "APPROVE:LAPSED", "REJECT:ACTED", "unknown-person"], code => Assert.Contains(code, desk, StringComparison.Ordinal));
        Assert.All((string[])["streams:APPROVE:ROLE_REFUSED", "streams:APPROVE:SIGNATURE_REFUSED", "streams:APPROVE:LAPSED"], code => Assert.Contains(code, streams, StringComparison.Ordinal));
    }

    private static async Task ApproveOnceAsync(string state, string item)
    {
        Assert.Equal((5, "ROLE_REFUSED"), await DecideAsync(state, "approve", item, "c.lerk"));
        Assert.Equal((5, "SIGNATURE_REFUSED"), await DecideAsync(state, "approve", item, "tom.okafor", key: "ines.moreau"));
        Assert.Equal((0, "COUNTED"), await DecideAsync(state, "approve", item, "ines.moreau"));
        Assert.Equal((5, "REPEATED_PERSON"), await DecideAsync(state, "approve", item, "Ines.Moreau", key: "ines.moreau"));
        Assert.Equal((0, "ACTED"), await DecideAsync(state, "approve", item, "tom.okafor"));
        Assert.Equal((0, "ALREADY-APPROVED"), await DecideAsync(state, "approve", item, "tom.okafor"));
        Assert.Equal((5, "ALREADY-APPROVED"), await DecideAsync(state, "reject", item, "tom.okafor"));
    }

    private static async Task LapseAndRejectAsync(string state, string item, string charge, string draft)
    {
        Assert.Equal((0, "COUNTED"), await DecideAsync(state, "approve", item, "ines.moreau"));
        await EditAsync(System.IO.Path.Combine(draft, "rules.csv"), text => text.Replace("CHG-US,1,REVERSE_AND_REPOST,POST,POST,HOLD_ABOVE,1000.00", "CHG-US,2,REVERSE_AND_REPOST,POST,POST,HOLD_ABOVE,1900.00", StringComparison.Ordinal));
        Assert.Equal("AS_SHOWN", (await DecidedNowAsync(state, item)).GetProperty("course").GetString());
        await PublishAsync(state, draft);
        var told = await DecidedNowAsync(state, item);
        Assert.Equal(("HELD_ANEW", "RULE", 1, "tom.okafor"), (
            told.GetProperty("course").GetString(), Assert.Single(told.GetProperty("changed").EnumerateArray()).GetString(), told.GetProperty("needed").GetInt32(),
            Assert.Single(told.GetProperty("mayDecide").EnumerateArray()).GetString()));
        Assert.Contains("decided now it would LAPSE: another rule is in force", (await RunAsync("review", "show", item, "--dir", state)).Output, StringComparison.Ordinal);
        Assert.Equal((5, "LAPSED"), await DecideAsync(state, "approve", item, "tom.okafor"));

        var (next, _) = Assert.Single(await HeldAsync(state));
        Assert.NotEqual(item, next);
        Assert.Contains("; rule CHG-US/2", (await RunAsync("review", "show", charge, "--dir", state)).Output, StringComparison.Ordinal);
        Assert.Equal((0, "COUNTED"), await DecideAsync(state, "approve", next, "ines.moreau"));
        var stranger = await RunAsync("review", "approve", next, "--user", "a.stranger", "--key", Key(state, "tom.okafor"), "--reason", "x", "--dir", state);
        Assert.Equal((5, ""), (stranger.ExitCode, stranger.Output));
        Assert.Equal((0, "ACTED"), await DecideAsync(state, "reject", next, "tom.okafor"));
        var again = await RunAsync("review", "redrive", charge, "--user", "tom.okafor", "--key", Key(state, "tom.okafor"), "--reason", "the wrong one", "--dir", state);
        Assert.True(again.ExitCode == 0, again.Output + again.Talk);
        Assert.Contains("taken up again, now held", again.Output, StringComparison.Ordinal);
    }

    // A clerk with a key of their own, whose role no rule takes.
    private static async Task PublishClerkAsync(string state, string draft)
    {
        string tenant = System.IO.Path.Combine(state, "tenant");
        await EditAsync(System.IO.Path.Combine(tenant, "tenant.yaml"), text => text.Replace("signers: []", "signers: [finance.pub.pem]", StringComparison.Ordinal));
        Copy(tenant, draft);
        var made = await RunAsync("review", "new-key", "--user", "c.lerk", "--roles", "clerk", "--out", Key(state, "c.lerk"));
        Assert.True(made.ExitCode == 0, made.Talk);
        await File.AppendAllTextAsync(System.IO.Path.Combine(draft, "approvers.csv"), made.Output);
        await PublishAsync(state, draft);
    }

    private static async Task PublishAsync(string state, string draft)
    {
        Assert.Equal(0, (await RunAsync("workbook", "sign", draft, "--signer", "Finance", "--key", System.IO.Path.Combine(state, "sample-finance.pem"))).ExitCode);
        var published = await RunAsync("workbook", "publish", draft, "--user", "ines.moreau", "--dir", state);
        Assert.True(published.ExitCode == 0, published.Talk);
    }

    private static async Task EditAsync(string file, Func<string, string> edit)
    {
        string text = await File.ReadAllTextAsync(file);
        Assert.NotEqual(text, edit(text));
        await File.WriteAllTextAsync(file, edit(text));
    }

    private static async Task<List<(string Id, string Charge)>> HeldAsync(string state) =>
        [.. (await JsonAsync("review", "ls", "--dir", state, "--json")).EnumerateArray().Select(i => (i.GetProperty("itemId").GetString()!, i.GetProperty("recordId").GetString()!))];

    private static async Task<JsonElement> DecidedNowAsync(string state, string item) =>
        (await JsonAsync("review", "ls", "--dir", state, "--json")).EnumerateArray().Single(i => i.GetProperty("itemId").GetString() == item).GetProperty("decidedNow");

    private static string Key(string state, string user) => System.IO.Path.Combine(state, "approvers", user + ".pem");

    // The streams run here, as in a running instance; the verbs are processes of their own that reach it.
    private static async Task<OperatorSession> HostAsync(string state)
    {
        var host = await OperatorSession.OpenAsync(new OperatorOptions(state), CancellationToken.None);
        host.Address.Write(state);
        await host.RunStreamsAsync(CancellationToken.None);
        return host;
    }

    [Fact]
    public async Task A_charge_is_followed_by_its_token_and_backwards_from_a_line_and_ids_come_only_with_a_reason()
    {
        using var folder = new TemporaryFolder();
        string state = folder.Sub("state");
        await day.CopyToAsync(state);
        string token = (await JsonAsync("review", "ls", "--all", "--dir", state, "--json"))[0].GetProperty("recordId").GetString()!;

        var trace = await JsonAsync("trace", token, "--dir", state, "--json");
        var last = trace.GetProperty("instructions").EnumerateArray().Last();
        string key = last.GetProperty("lines")[2].GetProperty("key").GetString()!;
        string group = last.GetProperty("batch").GetProperty("groups")[0].GetInt64().ToString(CultureInfo.InvariantCulture);
        string line = (last.GetProperty("batch").GetProperty("firstLine").GetInt32() + 2).ToString(CultureInfo.InvariantCulture);
        var byKey = await RunAsync("trace", key, "--dir", state);
        var byLine = await RunAsync("trace", "--group", group, "--line", line, "--dir", state);
        var refused = await RunAsync("trace", token, "--reveal", "--dir", state);
        var revealed = await JsonAsync("trace", token, "--reveal", "--who", "anna", "--why", "HPAYMT", "--ticket", "T-7", "--dir", state, "--json");

        var cost = trace.GetProperty("cost");
        Assert.InRange(cost.GetProperty("records").GetInt64(), 8, cost.GetProperty("ofRecords").GetInt64() / 4);
        Assert.Equal("ACCEPTED", last.GetProperty("answer").GetProperty("outcome").GetString());
        Assert.Equal("APPROVED", trace.GetProperty("reviews")[0].GetProperty("status").GetString());
        Assert.Equal("POSTED", trace.GetProperty("now").GetProperty("status").GetString());
        Assert.StartsWith($"charge {token}, asked for by line {key}\n", byKey.Output, StringComparison.Ordinal);
        Assert.Contains($": {key}\n", byLine.Output, StringComparison.Ordinal);
        Assert.Equal((1, ""), (refused.ExitCode, refused.Output));
        string id = revealed.GetProperty("versions")[0].GetProperty("revealed").GetProperty("charge").GetString()!;
        Assert.StartsWith("53000", id, StringComparison.Ordinal);
        Assert.DoesNotContain(id, trace.GetRawText() + byKey.Output, StringComparison.Ordinal);
        Assert.Equal(token, (await JsonAsync("trace", id, "--dir", state, "--json")).GetProperty("charge").GetString());
        Assert.Contains("T-7", (await RunAsync("audit", "show", "--dir", state, "--kind", "Reidentified")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rules_in_force_played_again_change_nothing_others_do_and_nothing_is_written()
    {
        using var folder = new TemporaryFolder();
        string state = folder.Sub("state");
        await day.CopyToAsync(state);
        string tenant = System.IO.Path.Combine(state, "tenant");
        string other = folder.Sub("other");
        Copy(tenant, other);
        string rules = System.IO.Path.Combine(other, "rules.csv");
        await File.WriteAllTextAsync(rules, (await File.ReadAllTextAsync(rules)).Replace("CHG-US,1,REVERSE_AND_REPOST,POST,POST,HOLD_ABOVE,1000.00", "CHG-US,2,REVERSE_AND_REPOST,POST,POST,HOLD_ABOVE,10.00", StringComparison.Ordinal));
        string before = await EndsAsync(state);

        var same = await JsonAsync("whatif", "--workbook", tenant, "--all", "--dir", state, "--json");
        var differs = await RunAsync("whatif", "--workbook", other, "--dir", state, "--json");
        var again = await RunAsync("whatif", "--workbook", other, "--dir", state, "--json");
        var byIndex = await JsonAsync("whatif", "--workbook", other, "--from", "2020-01-01", "--dir", state, "--json");
        var tomorrow = await JsonAsync("whatif", "--workbook", other, "--from", "2999-01-01", "--dir", state, "--json");

        Assert.Equal(before, await EndsAsync(state));
        Assert.Equal(0, same.GetProperty("effects").GetArrayLength());
        Assert.Equal(same.GetProperty("stands").GetRawText(), same.GetProperty("wouldStand").GetRawText());
        Assert.Equal(differs.Output, again.Output);
        var report = JsonDocument.Parse(differs.Output).RootElement;
        foreach (string part in (string[])["charges", "rows", "calendarFrom", "stands", "wouldStand", "heldEffect", "effects"])
        {
            Assert.Equal(report.GetProperty(part).GetRawText(), byIndex.GetProperty(part).GetRawText());
        }
        Assert.False(same.TryGetProperty("from", out _));
        Assert.Equal(same.GetProperty("charges").GetInt32(), report.GetProperty("charges").GetInt32());
        Assert.NotEmpty(report.GetProperty("from").GetString()!);
        Assert.Equal(1, (await RunAsync("whatif", "--workbook", other, "--all", "--from", "2020-01-01", "--dir", state)).ExitCode);
        Assert.Equal(0, tomorrow.GetProperty("charges").GetInt32());
        Assert.Equal(2, report.GetProperty("wouldStand").GetProperty("held").GetInt32());
        Assert.Equal("1512.50", report.GetProperty("heldEffect").GetString());
        Assert.All(report.GetProperty("effects").EnumerateArray(), e => Assert.Equal("Apr-25", e.GetProperty("period").GetString()));
    }

    [Fact]
    public async Task Only_a_workbook_that_finance_signed_is_published_and_both_tries_are_in_the_audit()
    {
        using var folder = new TemporaryFolder();
        string state = folder.Sub("state");
        await day.CopyToAsync(state);
        string tenant = System.IO.Path.Combine(state, "tenant");
        string draft = folder.Sub("draft");
        Copy(tenant, draft);
        string key = folder.Sub("finance.pem");
        Assert.Equal(0, (await RunAsync("workbook", "sign", tenant, "--signer", "Finance", "--key", key, "--new-key")).ExitCode);
        File.Copy(key + ".pub", System.IO.Path.Combine(tenant, "finance.pub.pem"), overwrite: true);
        string settings = System.IO.Path.Combine(tenant, "tenant.yaml");
        await File.WriteAllTextAsync(settings, (await File.ReadAllTextAsync(settings)).Replace("signers: []", "signers: [finance.pub.pem]", StringComparison.Ordinal));
        await File.AppendAllTextAsync(System.IO.Path.Combine(draft, "charge-codes.csv"), "45700119,44020,1970-01-01,\n");
        File.Delete(System.IO.Path.Combine(draft, "workbook.sig"));

        var unsigned = await RunAsync("workbook", "publish", draft, "--dir", state);
        await RunAsync("workbook", "sign", draft, "--signer", "Finance", "--key", key);
        var published = await RunAsync("workbook", "publish", draft, "--user", "ines.moreau", "--dir", state, "--json");
        var again = await RunAsync("workbook", "publish", draft, "--dir", state, "--json");

        Assert.Equal((6, ""), (unsigned.ExitCode, unsigned.Output));
        Assert.True(published.ExitCode == 0, published.Talk);
        var answer = JsonDocument.Parse(published.Output).RootElement;
        Assert.Equal(1, answer.GetProperty("changed").GetInt32());
        Assert.Equal(0, JsonDocument.Parse(again.Output).RootElement.GetProperty("changed").GetInt32());
        string audit = (await RunAsync("audit", "show", "--dir", state, "--kind", "MappingChanged", "--last", "1000")).Output;
        Assert.Contains("\"code\":\"refused\"", audit, StringComparison.Ordinal);
        Assert.Contains($"\"oldHash\":\"{answer.GetProperty("oldHash").GetString()}\",\"newHash\":\"{answer.GetProperty("newHash").GetString()}\"", audit, StringComparison.Ordinal);
    }

    private static string? In(JsonElement correction, string period) => correction.GetProperty("effects").EnumerateArray()
        .Where(e => e.GetProperty("period").GetString() == period).Select(e => e.GetProperty("amount").GetString()).FirstOrDefault();

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, System.IO.Path.Combine(to, System.IO.Path.GetFileName(file)));
        }
    }

    private static async Task<string> EndsAsync(string state)
    {
        await using var stopped = await StoppedState.OpenAsync(state);
        return stopped.Ends();
    }

    private static async Task<(int ExitCode, string? Outcome)> DecideAsync(string state, string verb, string item, string user, string? key = null)
    {
        var (code, output, talk) = await RunAsync("review", verb, item, "--user", user, "--key", Key(state, key ?? user), "--reason", "by test", "--dir", state, "--json");
        Assert.True(output.StartsWith('{'), talk);
        return (code, JsonDocument.Parse(output).RootElement.GetProperty("outcome").GetString());
    }

    private static async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        var (code, output, talk) = await RunAsync(arguments);
        Assert.True(code == 0, talk);
        return JsonDocument.Parse(output).RootElement;
    }

    private static decimal Amount(DemoOutcome outcome, string name) => decimal.Parse(outcome.Amount(name), CultureInfo.InvariantCulture);

    private static Task<(int ExitCode, string Output, string Talk)> RunAsync(params IEnumerable<string> arguments) => SyntraProcess.RunAsync(arguments);
}
