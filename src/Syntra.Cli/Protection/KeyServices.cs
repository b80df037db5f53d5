using Amazon;
using Amazon.KeyManagementService;
using Syntra.Cli.Configuration;
using Syntra.Governance.Keys;

namespace Syntra.Cli.Protection;

/// <summary>Makes the key service that the tenant's settings name.</summary>
internal static class KeyServices
{
    /// <summary>The service; a laptop's key file is made at the first start, and <paramref name="say"/> is told.</summary>
    internal static IKeyEncryptionService Open(TenantConfiguration tenant, ProtectionFolders folders, TimeProvider time, Action<string> say)
    {
        var keys = tenant.Governance.Keys;
        if (keys.Service == KeyConfiguration.AwsKms)
        {
            return new AwsKmsKeyService(Client(keys), name => name == tenant.Tenant ? keys.KmsKey : null);
        }
        bool isNew = !File.Exists(folders.KeyFile);
        var file = new LocalKeyFile(folders.KeyFile, time);
        file.CreateTenant(tenant.Tenant);
        if (isNew)
        {
            say($"made the key file {folders.KeyFile}, readable by its owner only: without it nothing that is sealed opens again. Production: governance.keys.service aws-kms");
        }
        return file;
    }

    private static AmazonKeyManagementServiceClient Client(KeyConfiguration keys)
    {
        var config = new AmazonKeyManagementServiceConfig { Timeout = TimeSpan.FromSeconds(10), MaxErrorRetry = 2 };
        if (keys.KmsRegion.Length > 0)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(keys.KmsRegion);
        }
        if (keys.KmsEndpoint.Length > 0)
        {
            config.ServiceURL = keys.KmsEndpoint;
            config.AuthenticationRegion = keys.KmsRegion;
        }
        return new AmazonKeyManagementServiceClient(config);
    }
}
