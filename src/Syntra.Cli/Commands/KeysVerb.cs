using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Syntra.Cli.Protection;
using Syntra.Cli.Protection.Rotation;
using Syntra.Governance.Keys;

namespace Syntra.Cli.Commands;

/// <summary>`syntra keys ...`: what an operator does to a tenant's keys. Each that changes something can be rehearsed.</summary>
internal static class KeysVerb
{
    internal static Command Create() => new("keys", "A tenant's keys: status, rotation, shredding") { Status(), RotateKek(), RotateTokensVerb.Rotate(), RotateTokensVerb.Close(), Shred() };

    private static Command Status() => Verb("status", "Say which keys there are", [], async (protection, _, cancellation) =>
    {
        var kek = await protection.Service.DescribeAsync(protection.Tenant.Tenant, cancellation).ConfigureAwait(false);
        Say($"key-encryption key {kek.KekId}, {(kek.Enabled ? "in use" : "not in use")}");
        foreach (var domain in protection.WrappedKeys.OfTenant(protection.Tenant.Tenant).GroupBy(k => k.Context.Domain, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            Say($"{domain.Count(),6} {domain.Key} keys, oldest {domain.Min(k => k.CreatedAt):yyyy-MM-dd HH:mm:ss}Z, newest {domain.Max(k => k.CreatedAt):yyyy-MM-dd HH:mm:ss}Z, under {string.Join(", ", domain.Select(k => k.Wrapped.KekId).Distinct())}");
        }
        Say($"tokens are made under version {protection.Tokens.Version}");
        if (protection.Bridge.Rotation is { } rotation)
        {
            Say($"rotation of tokens from version {rotation.From} to {rotation.To}: {(rotation.UnderWay ? "not finished, run rotate-tokens again" : rotation.State == RotationState.Closed ? "done, window closed" : "done, both resolve")}");
        }
    });

    private static Command RotateKek()
    {
        var rehearse = Rehearse();
        return Verb("rotate-kek", "Make a new key-encryption key and rewrap every data key under it; payloads and tokens stay", [rehearse], async (protection, parsed, cancellation) =>
        {
            int opened = await OpenAllAsync(protection, cancellation).ConfigureAwait(false);
            if (parsed.GetValue(rehearse))
            {
                Say($"rehearsal: {opened} wrapped keys of {protection.Tenant.Tenant} unwrap and would be rewrapped; nothing was changed");
                return;
            }
            var done = await Lifecycle(protection).RotateKekAsync(protection.Tenant.Tenant, cancellation).ConfigureAwait(false);
            Say($"{done.KekId} is in use; {done.Rewrapped} keys are under it, {await OpenAllAsync(protection, cancellation).ConfigureAwait(false)} of them were opened to make sure");
        });
    }

    private static Command Shred()
    {
        var rehearse = Rehearse();
        var tenant = new Option<string>("--tenant") { Description = "The tenant, spelt out, whose data are to be unreadable for ever", Required = true };
        return Verb("shred", "Destroy a tenant's keys: nothing sealed for it opens again, backups of its topics included", [tenant, rehearse], async (protection, parsed, cancellation) =>
        {
            string name = protection.Tenant.Tenant;
            if (parsed.GetValue(tenant) != name)
            {
                throw new CommandException($"this folder is tenant {name}'s, not {parsed.GetValue(tenant)}'s. Nothing was changed.");
            }
            var keys = protection.WrappedKeys.OfTenant(name);
            if (parsed.GetValue(rehearse))
            {
                int opened = await OpenAllAsync(protection, cancellation).ConfigureAwait(false);
                Say($"rehearsal: {opened} of {keys.Count} wrapped keys of {name} open now and would never open again; the audit chain stays readable; nothing was changed");
                return;
            }
            var done = await Lifecycle(protection).ShredTenantAsync(name, cancellation).ConfigureAwait(false);
            Say($"{done.KekId} is ended{(done.FinalAt is { } final ? $" for good at {final:yyyy-MM-dd HH:mm:ss}Z" : "")}; {done.DataKeysDeleted} wrapped keys were removed");
            await RequireDeadAsync(protection, keys, cancellation).ConfigureAwait(false);
        });
    }

    private static Option<bool> Rehearse() => new("--rehearse") { Description = "Try every step that changes nothing, and say what would be done" };

    private static KeyLifecycle Lifecycle(TenantProtection protection) => new(
        protection.Service, protection.WrappedKeys, protection.DataKeys, protection.Time, protection.Audit, Environment.UserName);

    private static async Task<int> OpenAllAsync(TenantProtection protection, CancellationToken cancellation)
    {
        var keys = protection.WrappedKeys.OfTenant(protection.Tenant.Tenant);
        byte[] plaintext = new byte[DataKeyCacheOptions.KeySize];
        foreach (var key in keys)
        {
            await protection.Service.DecryptAsync(key.Wrapped, key.Context, plaintext, cancellation).ConfigureAwait(false);
        }
        CryptographicOperations.ZeroMemory(plaintext);
        return keys.Count;
    }

    // What a backup of the wrapped keys would still hold is tried against the key service.
    private static async Task RequireDeadAsync(TenantProtection protection, IReadOnlyList<WrappedDataKey> keys, CancellationToken cancellation)
    {
        foreach (var key in keys)
        {
            try
            {
                await protection.Service.DecryptAsync(key.Wrapped, key.Context, new byte[DataKeyCacheOptions.KeySize], cancellation).ConfigureAwait(false);
            }
            catch (KeyException e) when (e.Fault is KeyFault.Shredded or KeyFault.NotFound)
            {
                continue;
            }
            throw new CommandException($"data key {key.Id} still opens after the shredding. Look at the key service's rights and run it again.");
        }
        Say($"none of the {keys.Count} opens any more");
    }

    private static void Say(FormattableString line) => Console.Out.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static Command Verb(string name, string description, IReadOnlyList<Option> options, Func<TenantProtection, ParseResult, CancellationToken, Task> run)
    {
        var directory = AuditVerb.DirectoryOption();
        var tenantFolder = AuditVerb.TenantFolderOption();
        var verb = new Command(name, description) { directory, tenantFolder };
        foreach (var option in options)
        {
            verb.Add(option);
        }
        verb.SetAction(async (parsed, cancellation) =>
        {
            var protection = await OfflineProtection.OpenAsync(parsed.GetValue(directory)!, parsed.GetValue(tenantFolder), cancellation).ConfigureAwait(false);
            await using var owned = protection.ConfigureAwait(false);
            await run(protection, parsed, cancellation).ConfigureAwait(false);
            return ExitCodes.Done;
        });
        return verb;
    }
}
