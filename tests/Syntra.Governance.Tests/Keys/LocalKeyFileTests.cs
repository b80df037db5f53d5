using System.Text.Json.Nodes;
using Syntra.Governance.Keys;
using Syntra.Governance.Tests.Support;

namespace Syntra.Governance.Tests.Keys;

public sealed class LocalKeyFileTests : KeyEncryptionContract
{
    private readonly TempFolder _folder = new();

    private string File => _folder["keys.json"];

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void The_file_is_its_owners_only() =>
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));

    [Fact]
    public async Task A_file_that_others_can_read_is_refused()
    {
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var error = await Assert.ThrowsAsync<KeyException>(async () => await new LocalKeyFile(File, Time).DescribeAsync("north", default));
        Assert.Equal(KeyFault.Invalid, error.Fault);
    }

    [Fact]
    public async Task A_broken_file_is_refused_without_quoting_it()
    {
        System.IO.File.WriteAllText(File, "{\"format\":\"syntra-keyfile/1\",\"tenants\":{\"north\":{\"keys\":[{\"material\":\"c2VjcmV0");
        var error = await Assert.ThrowsAsync<KeyException>(async () => await new LocalKeyFile(File, Time).DescribeAsync("north", default));
        Assert.Equal(KeyFault.Invalid, error.Fault);
        Assert.DoesNotContain("c2Vj", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_crash_before_the_rename_leaves_the_old_file()
    {
        System.IO.File.WriteAllText(File + ".next", "{\"format\":");
        Assert.True((await new LocalKeyFile(File, Time).DescribeAsync("north", default)).Enabled);
        await new LocalKeyFile(File, Time).RotateAsync("north", default);
        Assert.Equal(2, Versions("north"));
    }

    [Fact]
    public async Task Shredding_removes_the_material_and_a_tenant_is_not_made_again()
    {
        var file = new LocalKeyFile(File, Time);
        var material = (string)Tenant("north")["keys"]![0]!["material"]!;
        await file.ShredAsync("north", default);
        Assert.DoesNotContain(material, System.IO.File.ReadAllText(File), StringComparison.Ordinal);
        Assert.Equal(KeyFault.Shredded, Assert.Throws<KeyException>(() => file.CreateTenant("north")).Fault);
    }

    [Fact]
    public async Task Shredding_overwrites_the_old_file_after_the_new_one_is_in_place()
    {
        using var old = new FileStream(File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        await new LocalKeyFile(File, Time).ShredAsync("north", default);
        var left = new byte[old.Length];
        old.ReadExactly(left);
        Assert.DoesNotContain(left, b => b != 0);
        Assert.True((await new LocalKeyFile(File, Time).DescribeAsync("south", default)).Enabled);
    }

    internal override Task<IKeyEncryptionService> StartAsync()
    {
        var file = new LocalKeyFile(File, Time);
        file.CreateTenant("north");
        file.CreateTenant("south");
        file.CreateTenant("north");
        return Task.FromResult<IKeyEncryptionService>(file);
    }

    internal override int Versions(string tenant) => ((JsonArray)Tenant(tenant)["keys"]!).Count;

    private JsonNode Tenant(string tenant) => JsonNode.Parse(System.IO.File.ReadAllText(File))!["tenants"]![tenant]!;
}
